import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Network, readNames, readNetworkFile } from '@gimbal/governance'
import { type LocalChain, localChain } from '../../../relayer/localnet/chain/local-chain.ts'
import { startAnvil } from '../../../relayer/localnet/process/anvil.ts'
import { portSource } from '../../../relayer/localnet/process/ports.ts'
import { createStack } from '../../../relayer/localnet/process/stack.ts'
import { buildLocalNetwork, networkFile } from '../../../relayer/localnet/setup/local-network.ts'
import { TOPOLOGY } from '../../../relayer/localnet/setup/topology.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const GENESIS = 1_767_225_600

export type Ending = { readonly code: number; readonly out: string; readonly err: string }

/** The whole local network on bare chains, whose time the test moves, and the tools that govern it. */
export type Governed = {
  readonly folder: string
  readonly hub: LocalChain
  /** The hub's first. */
  readonly chains: readonly LocalChain[]
  readonly network: Network
  readonly context: () => Promise<{
    readonly network: Network
    readonly names: Awaited<ReturnType<typeof readNames>>
  }>
  /** Lets seconds pass on the hub. */
  readonly pass: (seconds: number) => Promise<void>
  /** Runs gimbal-gov in a process of its own. */
  readonly gov: (args: readonly string[], key?: string) => Promise<Ending>
  readonly stop: () => Promise<void>
}

export async function governedNetwork(): Promise<Governed> {
  const folder = mkdtempSync(join(tmpdir(), 'gimbal-governance-'))
  const stack = createStack(() => undefined)
  const ports = portSource()
  const chains = await Promise.all(
    TOPOLOGY.map(async ({ id, name }) => {
      const port = await ports.next(name)
      const anvil = await stack.start(name, () => startAnvil({ chainId: id, port, genesis: GENESIS, folder }))
      return localChain(id, name, anvil.url)
    }),
  )
  const prices = { base: 3_000, quote: 1 }
  const said = { chains, prices, initialVol: 0.66, after: GENESIS, folder, say: () => undefined }
  await buildLocalNetwork(said)
  const [hub] = chains
  if (hub === undefined) throw new Error('the topology has no hub')
  const network = readNetworkFile(networkFile(folder))
  return {
    folder,
    hub,
    chains,
    network,
    context: async () => ({ network, names: await readNames(network) }),
    pass: async (seconds) => {
      const { timestamp } = await hub.client.getBlock()
      await hub.mine(Number(timestamp) + seconds)
    },
    gov: (args, key) => run(folder, ['--network', networkFile(folder), ...args], key),
    stop: async () => {
      await stack.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function run(cwd: string, args: readonly string[], key: string | undefined): Promise<Ending> {
  return new Promise((resolve) => {
    const env = { ...process.env, ...(key === undefined ? {} : { GIMBAL_PRIVATE_KEY: key }) }
    const program = [join(ROOT, 'governance/bin/gimbal-gov.js'), ...args]
    execFile(process.execPath, program, { cwd, env }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    )
  })
}
