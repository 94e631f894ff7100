import { join } from 'node:path'
import { buildSubgraphs, prepareManifest } from '@gimbal/subgraph'
import { type GraphNode, startGraphNode } from '../process/graph-node.ts'
import { contractOf, type Site } from './local-network.ts'
import type { Ground, IndexerGround } from './processes.ts'

/** A chain and the graph-node that indexes it. */
export type Indexer = { readonly chain: number; readonly node: GraphNode }

/** Compiles the subgraphs, which takes a while at the first time. */
export async function compileSubgraphs(): Promise<void> {
  await buildSubgraphs()
}

/** One graph-node a chain, on a database of its own. */
export async function startIndexers(
  ground: Ground,
  { postgres, ipfsUrl }: IndexerGround,
  sites: readonly Site[],
): Promise<readonly Indexer[]> {
  const plans = []
  for (const site of sites) {
    const { name } = site.chain
    plans.push({
      site,
      manifest: await manifestOf(ground.folder, site),
      databaseUrl: await postgres.database(`gimbal_${name.replaceAll('-', '_')}`),
      ports: {
        http: await ground.ports.next(`queries of ${name}`),
        indexNode: await ground.ports.next(`the index node of ${name}`),
        admin: await ground.ports.next(`the graph-node admin of ${name}`),
        metrics: await ground.ports.next(`the graph-node metrics of ${name}`),
      },
    })
  }
  return Promise.all(
    plans.map(async ({ site, manifest, databaseUrl, ports }) => {
      const { name, id, url } = site.chain
      const node = await ground.stack.start(`graph-node of ${name}`, (stopping) =>
        startGraphNode({
          stopping,
          name,
          network: site.deployment.role,
          rpcUrl: url,
          databaseUrl,
          ipfsUrl,
          manifest,
          ports,
          logFolder: ground.folder,
          onDeath: ground.onDeath,
        }),
      )
      return { chain: id, node }
    }),
  )
}

async function manifestOf(folder: string, site: Site): Promise<string> {
  const { role, contracts } = site.deployment
  return prepareManifest({
    role,
    chain: site.chain.id,
    // Both sides of the token bridge are one data source.
    addresses: { ...contracts, TokenBridge: contractOf(site, role === 'hub' ? 'HubBridge' : 'SpokeBridge') },
    folder: join(folder, `subgraph-${site.chain.name}`),
  })
}
