import { createPublicClient } from 'viem'
import { endpoint } from '../network/endpoint.ts'
import { type Network, NetworkError, type Site } from '../network/network.ts'

/**
 * The network with other endpoints for chains that are named, such as one that remembers old states.
 *
 * @param overrides each NAME=URL
 */
export function withEndpoints(network: Network, overrides: readonly string[]): Network {
  const urls = new Map(overrides.map(parse))
  const known = network.sites.map(({ deployment }) => deployment.name)
  for (const name of urls.keys()) {
    if (!known.includes(name))
      throw new NetworkError(`--fork ${name}: no such chain; there are ${known.join(', ')}`)
  }
  const sites = network.sites.map((site): Site => {
    const rpcUrl = urls.get(site.deployment.name)
    return rpcUrl === undefined
      ? site
      : {
          ...site,
          rpcUrl,
          client: createPublicClient({
            transport: endpoint(
              site.deployment.name,
              rpcUrl,
              network.patience?.answer,
              `Another one is named with --fork ${site.deployment.name}=URL`,
              site.deployment.chainId,
            ),
          }),
        }
  })
  const [hub = network.hub] = sites
  return { ...network, hub, sites }
}

function parse(text: string): readonly [string, string] {
  const at = text.indexOf('=')
  const url = text.slice(at + 1)
  if (at < 1 || !URL.canParse(url)) throw new NetworkError(`--fork ${text}: expected NAME=URL`)
  return [text.slice(0, at), url]
}
