import { configSchema } from '../../src/config/schema.ts'
import type { RelayerHandle, RelayerOptions } from '../../src/handle.ts'
import { createLogger } from '../../src/logger.ts'
import { startRelayer } from '../../src/run.ts'
import { accounts } from '../accounts.ts'
import type { LocalChain } from '../chain/local-chain.ts'
import type { MarketPath } from '../market/path.ts'
import { type LocalCarrier, startLocalCarrier } from './carrier.ts'
import type { Site } from './local-network.ts'
import type { Ground } from './processes.ts'
import { relayerConfig } from './relayer-config.ts'
import { type LocalUpdaters, startLocalUpdaters } from './updaters.ts'

export type Services = {
  readonly relayer: RelayerHandle
  readonly carrier: LocalCarrier
  readonly updaters: LocalUpdaters
  /** Carries while blocks still come by themselves and clocks run apart. */
  readonly carryBefore: () => Promise<unknown>
  /** Chains that have got a transaction of one of them since they were asked last. */
  readonly takePending: () => ReadonlySet<number>
}

export type ServicesOptions = {
  readonly seed: number
  /** Messages that leave before its first price travel at once. */
  readonly path: MarketPath
  /** Of every series of the run. */
  readonly expiries: readonly number[]
  readonly say: (line: string) => void
  /** Where the relayer runs; here by default. */
  readonly relay?: (options: RelayerOptions, ground: Ground) => Promise<RelayerHandle>
}

/** Starts the relayer, the updaters, and the carrier as a process of its own; all step when the conductor says so. */
export async function startServices(
  ground: Ground,
  sites: readonly Site[],
  { seed, path, expiries, say, relay = startRelayer }: ServicesOptions,
): Promise<Services> {
  let pending = new Set<number>()
  const broadcast = async (id: number, raw: string): Promise<void> => {
    const site = sites.find(({ chain }) => chain.id === id)
    await site?.chain.rpc('eth_sendRawTransaction', [raw])
    pending.add(id)
  }
  const apiPorts = {
    relayer: await ground.ports.next('the API of the relayer'),
    carrier: await ground.ports.next('the API of the carrier'),
  }
  const [process, relayer, updaters] = await Promise.all([
    ground.stack.start('carrier', () =>
      startLocalCarrier({ ground, sites, delay: { seed, from: path.start }, apiPort: apiPorts.carrier, say }),
    ),
    ground.stack.start('relayer', () =>
      relay(
        {
          config: configSchema.parse(relayerConfig(sites, apiPorts.relayer)),
          account: accounts.relayer,
          drive: 'manual',
          serve: true,
          broadcast,
          logger: createLogger('silent'),
        },
        ground,
      ),
    ),
    startLocalUpdaters({ ground, sites, path, expiries, broadcast }),
  ])
  const carrier: LocalCarrier = {
    ...process,
    tick: async () => {
      const step = await process.tick()
      for (const id of step.awaiting) pending.add(id)
      return step
    },
  }
  return {
    relayer,
    carrier,
    updaters,
    carryBefore: async () => {
      // Messages wait for the clock of their destination.
      await alignClocks(sites.map(({ chain }) => chain))
      await carrier.tick()
    },
    takePending: () => {
      const taken = pending
      pending = new Set()
      return taken
    },
  }
}

async function alignClocks(chains: readonly LocalChain[]): Promise<void> {
  const blocks = await Promise.all(chains.map((chain) => chain.client.getBlock()))
  const latest = Math.max(...blocks.map(({ timestamp }) => Number(timestamp)))
  await Promise.all(chains.map((chain) => chain.mine(latest + 1)))
}
