import { type Deployment, readDeployment } from '@gimbal/contracts/deploy'
import { createPublicClient, http } from 'viem'

/** A chain of a running local network, and the subgraph that indexes it. */
export type Chain = {
  readonly deployment: Deployment
  readonly query: <T>(document: string, variables?: Record<string, unknown>) => Promise<T>
  readonly client: ReturnType<typeof createPublicClient>
}

async function post<T>(url: string, query: string, variables: Record<string, unknown> = {}): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  })
  const body = (await response.json()) as { data?: T; errors?: readonly { message: string }[] }
  if (body.data === undefined || body.errors !== undefined) throw new Error(JSON.stringify(body.errors))
  return body.data
}

/** Finds a chain of an address file by what the network said. */
export function connect(file: string, said: string): Chain {
  const deployment = readDeployment(file)
  const rpc = new RegExp(`chain of ${deployment.chainId}: (\\S+)`).exec(said)?.[1]
  const url = new RegExp(`subgraph of ${deployment.chainId}: (\\S+)`).exec(said)?.[1]
  if (rpc === undefined || url === undefined)
    throw new Error(`no addresses of ${deployment.chainId} in\n${said}`)
  return {
    deployment,
    query: (document, variables) => post(url, document, variables),
    client: createPublicClient({ transport: http(rpc) }),
  }
}

/** The last block a graph-node has indexed: what views are read at. */
export async function indexedBlock({ query }: Chain): Promise<number> {
  const { _meta } = await query<{ _meta: { block: { number: number } } }>('{ _meta { block { number } } }')
  return _meta.block.number
}

type Delivery = { version: string; digest: string; acceptedAt: string | null }

/** What the spoke's chain shows of the versions that the hub's shows of the voted proposal. */
export async function deliveries(hub: Chain, spokes: readonly Chain[]): Promise<readonly Delivery[]> {
  const { proposals } = await hub.query<{
    proposals: { configVersions: { version: string; spoke: { chain: string } }[] }[]
  }>('{ proposals { configVersions { version spoke { chain } } } }')
  const versions = proposals.flatMap(({ configVersions }) => configVersions)
  if (versions.length === 0) return [{ version: '0', digest: '', acceptedAt: null }]
  return Promise.all(
    versions.map(async ({ version, spoke }) => {
      const chain = [hub, ...spokes].find(({ deployment }) => String(deployment.chainId) === spoke.chain)
      const { configVersions } = await chain!.query<{ configVersions: Delivery[] }>(
        'query ($v: BigInt!) { configVersions(where: { version: $v, acceptedAt_not: null }) { version digest acceptedAt } }',
        { v: version },
      )
      return configVersions[0] ?? { version, digest: '', acceptedAt: null }
    }),
  )
}
