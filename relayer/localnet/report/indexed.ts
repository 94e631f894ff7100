import { setTimeout as sleep } from 'node:timers/promises'
import type { Indexer } from '../setup/indexers.ts'
import type { Site } from '../setup/local-network.ts'

export type Indexed = {
  readonly synced: boolean
  readonly hedges: number
  readonly errors: readonly string[]
}

/** Milliseconds without progress after which an indexer is given up. */
const PATIENCE = 60_000
const PAGE = 1_000

/** Waits until every indexer has seen the last block of its chain, and counts the hedges it knows. */
export async function readIndexers(indexers: readonly Indexer[], sites: readonly Site[]): Promise<Indexed> {
  const results = await Promise.all(
    indexers.map(async ({ chain: id, node }) => {
      const site = sites.find(({ chain }) => chain.id === id)
      const last = Number(await site?.chain.client.getBlockNumber())
      const trouble = await untilSynced(node, last)
      return { trouble, hedges: await countHedges(node) }
    }),
  )
  return {
    synced: results.length > 0 && results.every(({ trouble }) => trouble === undefined),
    hedges: results.reduce((sum, { hedges }) => sum + hedges, 0),
    errors: results.flatMap(({ trouble }) => (trouble === undefined ? [] : [trouble])),
  }
}

async function untilSynced(node: Indexer['node'], last: number): Promise<string | undefined> {
  let seen = -1
  let since = performance.now()
  for (;;) {
    const status = await node.status()
    if (status?.fatalError !== null && status?.fatalError !== undefined)
      return `the subgraph failed: ${status.fatalError}`
    if (status !== undefined && status.block >= last) return undefined
    if (status !== undefined && status.block > seen) {
      seen = status.block
      since = performance.now()
    }
    if (performance.now() - since > PATIENCE) return `the subgraph stands still at block ${seen} of ${last}`
    await sleep(200)
  }
}

async function countHedges(node: Indexer['node']): Promise<number> {
  let [count, after] = [0, '0x']
  for (;;) {
    const { hedges } = await node.query<{ hedges: { id: string }[] }>(
      `query ($after: Bytes!) { hedges(first: ${PAGE}, orderBy: id, where: { id_gt: $after, isFill: false }) { id } }`,
      { after },
    )
    count += hedges.length
    if (hedges.length < PAGE) return count
    after = hedges.at(-1)!.id
  }
}
