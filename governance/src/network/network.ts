import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { artifact, type ContractName } from '@gimbal/contracts'
import { addressOf, type Deployment, readDeployment } from '@gimbal/contracts/deploy'
import { type Abi, type Address, createPublicClient, type PublicClient } from 'viem'
import { z } from 'zod'
import { endpoint } from './endpoint.ts'

/** A chain with Gimbal on it. */
export type Site = {
  readonly deployment: Deployment
  readonly rpcUrl: string
  readonly client: PublicClient
}

/** Everything a proposal may speak of. */
export type Network = {
  readonly hub: Site
  /** The hub's own spoke first. */
  readonly sites: readonly Site[]
  readonly patience?: Patience
}

/** Seconds to wait: for the answer of an endpoint, and until a transaction is mined. */
export type Patience = { readonly answer?: bigint; readonly mining?: bigint }

const schema = z.strictObject({
  addresses: z.string().describe('folder of address files, as the deployment wrote them'),
  rpc: z.record(z.string(), z.url()).describe('endpoint by name of the chain'),
})

/** Where a network is found; written by the local network, or by hand. */
export type NetworkFile = z.output<typeof schema>

export class NetworkError extends Error {
  override readonly name = 'NetworkError'
}

/**
 * Reads a network file: `{ "addresses": DIR, "rpc": { NAME: URL } }`.
 *
 * @throws NetworkError that names the file and what is missing
 */
export function readNetworkFile(file: string, patience: Patience = {}): Network {
  const raw = jsonOf(file)
  const parsed = schema.safeParse(raw)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const place = [file, ...(issue?.path.length ? [issue.path.join('.')] : [])].join(': ')
    throw new NetworkError(
      `${place}: ${issue?.message ?? 'is not a network'}; expected { "addresses": DIR, "rpc": { NAME: URL } }`,
    )
  }
  return openNetwork(parsed.data, patience)
}

function jsonOf(file: string): unknown {
  const give = 'give one with --network or GIMBAL_NETWORK'
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    const isAbsent = (cause as { readonly code?: string }).code === 'ENOENT'
    const what = isAbsent ? `there is no network file ${file}` : `the network file ${file} cannot be read`
    throw new NetworkError(`${what}: ${give}; npm start prints where its own is`, { cause })
  }
  try {
    return JSON.parse(text)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new NetworkError(`the network file ${file} is no JSON (${why}): mend it, or ${give}`, { cause })
  }
}

export function openNetwork({ addresses, rpc }: NetworkFile, patience: Patience = {}): Network {
  const files = namesIn(addresses).filter((name) => /^\d+\.json$/.test(name))
  const sites = files
    .map((name): Site => {
      const deployment = readDeployment(join(addresses, name))
      const rpcUrl = rpc[deployment.name]
      if (rpcUrl === undefined) throw noEndpoint(deployment.name)
      const transport = endpoint(deployment.name, rpcUrl, patience.answer, undefined, deployment.chainId)
      return { deployment, rpcUrl, client: createPublicClient({ transport }) }
    })
    .toSorted((a, b) => rank(a) - rank(b))
  const [hub] = sites
  if (hub?.deployment.role !== 'hub') throw new NetworkError(`${addresses}: no address file of a hub`)
  return { hub, sites, patience }
}

function noEndpoint(name: string): NetworkError {
  return new NetworkError(
    `rpc.${name}: ${name} has an address file and no endpoint: name one in the network file`,
  )
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (cause) {
    throw new NetworkError(
      `addresses = ${folder}: the folder of address files cannot be read: mend the network file`,
      { cause },
    )
  }
}

function rank({ deployment }: Site): number {
  return deployment.role === 'hub' ? 0 : deployment.chainId
}

/** Reads a view of a contract of a site. */
export async function read<result>(
  site: Site,
  contract: ContractName,
  functionName: string,
  args: readonly unknown[] = [],
): Promise<result> {
  const abi: Abi = artifact(contract).abi
  const address: Address = addressOf(site.deployment, nameOf(contract))
  return (await site.client.readContract({ address, abi, functionName, args: [...args] })) as result
}

/** Under which name a contract stands in an address file: each chain has a timelock, of its own kind. */
export function nameOf(contract: ContractName): string {
  return contract === 'GimbalTimelock' || contract === 'TimelockController' ? 'Timelock' : contract
}

/** Chains that the hub governs: one that was deployed and not voted in yet has no numbers. */
export async function governedSites({ hub, sites }: Network): Promise<readonly Site[]> {
  const spokes = await read<readonly bigint[]>(hub, 'RiskParameters', 'spokes')
  return sites.filter(({ deployment }) => spokes.includes(BigInt(deployment.chainId)))
}
