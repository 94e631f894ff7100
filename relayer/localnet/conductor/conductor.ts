import { setTimeout as sleep } from 'node:timers/promises'
import type { CarrierHandle } from '../../src/carrier/options.ts'
import type { RelayerHandle, TickResult } from '../../src/handle.ts'
import { type Random, randomStream } from '../../src/random.ts'
import type { LocalChain } from '../chain/local-chain.ts'
import type { Publisher, SignedPrices } from '../market/publisher.ts'
import type { LocalUpdaters } from '../setup/updaters.ts'
import type { Actor } from './actor.ts'
import { paceOf } from './pace.ts'
import type { Truth } from './truth.ts'

/** Simulated seconds between two blocks. */
export const BLOCK_TIME = 30
/** Seconds before a block that the pull oracle has published the price the relayer sees. */
const PULL_AGE = 3
/** Real time for which nothing happens before a price arrives. */
const ARRIVAL_MS = 1
/** Simulated seconds from the relayer's decision to the block that carries it. */
const LATENCY = { least: 2, most: 20 }

export type ConductorOptions = {
  readonly chains: readonly LocalChain[]
  /** Those who act before each block, by chain. */
  readonly actors: ReadonlyMap<number, readonly Actor[]>
  readonly truth: (time: number) => Truth
  readonly publisher: Publisher
  readonly market: number
  readonly relayer: RelayerHandle
  readonly carrier: Pick<CarrierHandle, 'tick'>
  readonly updaters: Pick<LocalUpdaters, 'tick'>
  /** Chains that have got a transaction of relayer, carrier or an updater since they were asked last. */
  readonly takePending: () => ReadonlySet<number>
  readonly start: number
  readonly seed: number
  readonly speed: number | 'max'
  readonly signal: AbortSignal
  readonly onStep: (step: Step) => void
}

/** One step of simulated time. */
export type Step = {
  readonly truth: Truth
  readonly published: SignedPrices
  readonly result: TickResult
  /** Seconds after the step at which each chain mined what the relayer, the carrier and the updaters sent. */
  readonly minedAfter: ReadonlyMap<number, number>
}

export type Conductor = {
  /** Goes on to a time, or until the signal when there is none. */
  readonly until: (end: number | undefined) => Promise<void>
}

/**
 * Sets the clocks of all chains together. Each step: everybody acts on the true price, a block on every chain, the relayer
 * decides on the price its oracle has published, the carrier carries, the updaters renew the vol surface, and what all of them
 * have sent is mined a while later.
 */
export function conduct(options: ConductorOptions): Conductor {
  const { chains, relayer, carrier, updaters, start, signal } = options
  const latency = randomStream(options.seed, 'latency')
  const pace = paceOf(options.speed, start)
  let time = start

  async function step(): Promise<void> {
    // The path is read at rising times: what is published now was true a moment ago.
    const seen = options.truth(Math.max(start, time - PULL_AGE))
    const truth = options.truth(time)
    const [published] = await Promise.all([
      options.publisher.publish(seen.time, seen.base, seen.quote),
      ...chains.map((chain) => block(chain, options.actors.get(chain.id) ?? [], truth)),
    ])
    const { price, updates } = published
    await relayer.follow()
    // A price comes from outside: the thread that takes it up has slept until then, and does not end somebody's time slice.
    await sleep(ARRIVAL_MS)
    const result = await relayer.tick([{ market: options.market, price, time: seen.time, updates }])
    await Promise.all([carrier.tick(), updaters.tick(published)])
    const minedAfter = await mineSent(chains, options.takePending(), time, latency)
    options.onStep({ truth, published, result, minedAfter })
  }

  return {
    until: async (end) => {
      for (; end === undefined || time <= end; time += BLOCK_TIME) {
        await pace.until(time, signal)
        if (signal.aborted) return
        await step()
      }
    },
  }
}

async function block(chain: LocalChain, actors: readonly Actor[], truth: Truth): Promise<void> {
  for (const actor of actors) await actor.act(truth)
  await chain.mine(truth.time)
}

async function mineSent(
  chains: readonly LocalChain[],
  pending: ReadonlySet<number>,
  time: number,
  random: Random,
): Promise<ReadonlyMap<number, number>> {
  const minedAfter = new Map<number, number>()
  // Drawn for every chain whether it is used or not: the latencies of a seed do not depend on who sends.
  const drawn = chains.map((chain) => ({
    chain,
    after: Math.round(random.between(LATENCY.least, LATENCY.most)),
  }))
  await Promise.all(
    drawn
      .filter(({ chain }) => pending.has(chain.id))
      .map(async ({ chain, after }) => {
        await chain.mine(time + after)
        minedAfter.set(chain.id, after)
      }),
  )
  return minedAfter
}
