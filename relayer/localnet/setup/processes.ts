import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type LocalChain, localChain } from '../chain/local-chain.ts'
import { startAnvil } from '../process/anvil.ts'
import type { Child } from '../process/child.ts'
import { startIpfs } from '../process/ipfs.ts'
import type { PortSource } from '../process/ports.ts'
import { type Postgres, startPostgres, usePostgres } from '../process/postgres.ts'
import type { Stack } from '../process/stack.ts'
import { TOPOLOGY } from './topology.ts'

/** What a run stands on: a folder, ports, and whom to tell when a process dies. */
export type Ground = {
  readonly folder: string
  readonly ports: PortSource
  readonly stack: Stack
  readonly onDeath: (child: Child, ending: string) => void
}

/** A folder of its own, thrown away at the end unless it is to be kept. */
export async function prepareFolder(stack: Stack, keep: string | undefined): Promise<string> {
  const folder = keep === undefined ? mkdtempSync(join(tmpdir(), 'gimbal-')) : resolve(keep)
  mkdirSync(folder, { recursive: true })
  // Postgres runs as another account when this one is root.
  if (keep === undefined) chmodSync(folder, 0o755)
  await stack.start(`data folder ${folder}`, async () => ({
    stop: async () => {
      if (keep === undefined) rmSync(folder, { recursive: true, force: true })
    },
  }))
  return folder
}

/** The three chains, all starting at `genesis`. */
export async function startChains(ground: Ground, genesis: number): Promise<readonly LocalChain[]> {
  const ports: number[] = []
  for (const { name } of TOPOLOGY) ports.push(await ground.ports.next(`the chain ${name}`))
  return Promise.all(
    TOPOLOGY.map(async ({ id, name }, at) => {
      const anvil = await ground.stack.start(`chain ${name} (${id})`, () =>
        startAnvil({
          chainId: id,
          port: ports[at]!,
          genesis,
          folder: ground.folder,
          onDeath: ground.onDeath,
        }),
      )
      return localChain(id, name, anvil.url)
    }),
  )
}

/** What graph-nodes need. */
export type IndexerGround = { readonly postgres: Postgres; readonly ipfsUrl: string }

export async function startIndexerGround(ground: Ground): Promise<IndexerGround> {
  const server = process.env.DATABASE_URL
  const { folder, onDeath } = ground
  const postgres =
    server === undefined || server === ''
      ? await ground.stack.start('Postgres', async () =>
          startPostgres({ port: await ground.ports.next('Postgres'), folder, onDeath }),
        )
      : await ground.stack.start('Postgres of DATABASE_URL', () => usePostgres(server))
  const ipfs = await ground.stack.start('IPFS stand-in', async () =>
    startIpfs(await ground.ports.next('the IPFS stand-in')),
  )
  return { postgres, ipfsUrl: ipfs.url }
}
