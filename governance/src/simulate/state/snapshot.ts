import type { PublicClient } from 'viem'
import type { Context } from '../../actions/call.ts'
import type { Site } from '../../network/network.ts'

/** The same chains, each question asked once: what is read of one state does not change while it is read. */
export function snapshotOf({ network, names }: Context): Context {
  const sites = network.sites.map((site): Site => ({ ...site, client: remembering(site.client) }))
  const [hub = network.hub] = sites
  return { network: { hub, sites }, names }
}

function remembering(client: PublicClient): PublicClient {
  const known = new Map<string, Promise<unknown>>()
  const readContract = (question: Parameters<PublicClient['readContract']>[0]): Promise<unknown> => {
    const { address, functionName, args = [] } = question
    const key = JSON.stringify([address, functionName, args], (_, value: unknown) =>
      typeof value === 'bigint' ? `${value}n` : value,
    )
    const answer = known.get(key) ?? client.readContract(question)
    known.set(key, answer)
    return answer
  }
  return { ...client, readContract: readContract as PublicClient['readContract'] }
}
