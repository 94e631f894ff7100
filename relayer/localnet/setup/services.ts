import type { CarrierHandle } from '../../src/carrier/options.ts'
import { startCarrier } from '../../src/carrier/start.ts'
import { configSchema } from '../../src/config/schema.ts'
import type { RelayerHandle } from '../../src/handle.ts'
import { createLogger } from '../../src/logger.ts'
import { startRelayer } from '../../src/run.ts'
import { accounts, attestersOf } from '../accounts.ts'
import type { LocalChain } from '../chain/local-chain.ts'
import { messageDelay } from '../conductor/message-delay.ts'
import type { Site } from './local-network.ts'
import type { Ground } from './processes.ts'
import { relayerConfig } from './relayer-config.ts'
import { FAMILIES } from './topology.ts'

export type Services = {
  readonly relayer: RelayerHandle
  readonly carrier: CarrierHandle
  /** Delivers without delay, for what happens before the first price. */
  readonly carryAtOnce: () => Promise<unknown>
  /** Chains that have got a transaction of either since they were asked last. */
  readonly takePending: () => ReadonlySet<number>
}

/** Starts the relayer and the carrier; both step when the conductor says so. */
export async function startServices(ground: Ground, sites: readonly Site[], seed: number): Promise<Services> {
  let pending = new Set<number>()
  const broadcast = async (id: number, raw: string): Promise<void> => {
    const site = sites.find(({ chain }) => chain.id === id)
    await site?.chain.rpc('eth_sendRawTransaction', [raw])
    pending.add(id)
  }
  const delay = messageDelay(seed)
  let atOnce = false
  const carrier = await ground.stack.start('carrier', () =>
    startCarrier({
      chains: sites.map(({ chain, deployment }) => ({
        id: chain.id,
        rpc: [chain.url],
        startBlock: deployment.startBlock,
        gateways: deployment.gateways,
      })),
      attesters: new Map(FAMILIES.map((family) => [family, attestersOf(family)])),
      account: accounts.carrier,
      latency: (message) => (atOnce ? 0 : delay(message)),
      drive: 'manual',
      broadcast,
      logger: createLogger('silent'),
    }),
  )
  const apiPort = await ground.ports.next('the API of the relayer')
  const relayer = await ground.stack.start('relayer', () =>
    startRelayer({
      config: configSchema.parse(relayerConfig(sites, apiPort)),
      account: accounts.relayer,
      drive: 'manual',
      serve: true,
      broadcast,
      logger: createLogger('silent'),
    }),
  )
  return {
    relayer,
    carrier,
    carryAtOnce: async () => {
      atOnce = true
      // Before the first price blocks come by themselves and clocks run apart; messages wait for their destination's.
      await alignClocks(sites.map(({ chain }) => chain))
      try {
        await carrier.tick()
      } finally {
        atOnce = false
      }
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
