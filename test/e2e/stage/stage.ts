import { artifact } from '@gimbal/contracts'
import type { Abi } from 'viem'
import { accounts } from '../../../relayer/localnet/accounts.ts'
import { expiriesOf, type OpenBook, openBooks } from '../../../relayer/localnet/books/open.ts'
import { publisher, type SignedPrices } from '../../../relayer/localnet/market/publisher.ts'
import { portSource } from '../../../relayer/localnet/process/ports.ts'
import { createStack, type Stack } from '../../../relayer/localnet/process/stack.ts'
import { toAnswer } from '../../../relayer/localnet/setup/externals.ts'
import { provideLiquidity } from '../../../relayer/localnet/setup/liquidity.ts'
import { buildLocalNetwork, type Site } from '../../../relayer/localnet/setup/local-network.ts'
import { type Ground, prepareFolder, startChains } from '../../../relayer/localnet/setup/processes.ts'
import { MARKET } from '../../../relayer/localnet/setup/topology.ts'
import { arbitrage } from '../../../relayer/localnet/venues/arbitrage.ts'
import type { CarrierHandle, CarrierOptions } from '../../../relayer/src/carrier/options.ts'
import type { PriceTick } from '../../../relayer/src/market/price-tick.ts'

import { quickCarrier } from './quick-carrier.ts'
import { flatSurface } from './surface.ts'
import { passOn } from './time.ts'
import { unsliced } from './unsliced.ts'

const START = 1_767_225_600
const VOL = 0.6
const QUOTE = 1

/** The local network with its clocks and its price in a test's hand, and nobody relaying yet. */
export interface Stage {
  readonly stack: Stack
  readonly ground: Ground
  readonly sites: readonly Site[]
  readonly books: readonly OpenBook[]
  readonly carrier: CarrierHandle
  readonly time: () => number
  /**
   * Blocks and feeds at a price, some seconds later, and pools at the same or at another one; answers what the pull oracle
   * publishes.
   */
  readonly advance: (price: number, seconds?: number, pools?: number) => Promise<PriceTick>
  /** What the pull oracle would publish at a price, whatever anybody else believes. */
  readonly publish: (price: number) => Promise<PriceTick>
  /** What happens to messages that leave from now on. */
  readonly trouble: (fault: CarrierOptions['fault']) => void
  /** Mines what is in the pools, a second later. */
  readonly mine: () => Promise<void>
  readonly siteOf: (chain: number) => Site
}

/** Brings the stage up, or leaves nothing of it behind. */
export async function raiseStage(): Promise<Stage> {
  const lines: string[] = []
  const stack = createStack((line) => lines.push(line))
  try {
    return await raiseOn(stack, lines)
  } catch (error) {
    await stack.stop()
    throw error
  }
}

async function raiseOn(stack: Stack, lines: string[]): Promise<Stage> {
  const ground: Ground = {
    folder: await prepareFolder(stack, undefined),
    ports: portSource(),
    stack,
    onDeath: (child, ending) => {
      throw new Error(`${child.name} died (${ending})`)
    },
  }
  const chains = await startChains(ground, START - 3_000)
  const sites = await buildLocalNetwork({
    terms: unsliced,
    chains,
    prices: { base: 3_000, quote: QUOTE },
    initialVol: VOL,
    after: START - 3_000,
    folder: ground.folder,
    say: (line) => lines.push(line),
  })
  let fault: CarrierOptions['fault']
  const carrier = await stack.start('carrier', () =>
    quickCarrier(
      sites.map(({ chain, deployment }) => ({ url: chain.url, deployment })),
      (message) => fault?.(message),
    ),
  )
  await provideLiquidity(sites, 3_000, async () => {
    await passOn(chains, 1)
    await carrier.tick()
  })
  const opening = { start: START, hours: 24, firstPrice: 3_000 }
  await flatSurface(sites, VOL, expiriesOf(opening), START)
  const books = await openBooks(sites, opening)
  await Promise.all(chains.map((chain) => chain.automine(false)))

  const source = publisher(accounts.publisher)
  const traders = sites.map((site) =>
    arbitrage(site.chain, accounts.trader.address, site.externals.trader, site.pools),
  )
  let time = START
  const toTick = ({ price, time: at, updates }: SignedPrices): PriceTick => ({
    market: MARKET,
    price,
    time: at,
    updates,
  })

  return {
    stack,
    ground,
    sites,
    books,
    carrier,
    time: () => time,
    siteOf: (chain) => sites.find((site) => site.chain.id === chain)!,
    publish: async (price) => toTick(await source.publish(time - 2, price * QUOTE, QUOTE)),
    trouble: (next) => {
      fault = next
    },
    advance: async (price, seconds = 30, pools = price) => {
      time += seconds
      for (const [at, { chain, externals }] of sites.entries()) {
        const { abi } = artifact('LocalPushFeed')
        const feeds = [
          [externals.basePush, price * QUOTE],
          [externals.quotePush, QUOTE],
        ] as const
        for (const [feed, answer] of feeds) {
          await chain.submit(accounts.reporter.address, feed, abi as Abi, 'write', [toAnswer(answer)])
        }
        await traders[at]!.act({ time, base: pools * QUOTE, quote: QUOTE, price: pools })
        await chain.mine(time)
      }
      return toTick(await source.publish(time - 3, price * QUOTE, QUOTE))
    },
    mine: async () => {
      time += 1
      await Promise.all(chains.map((chain) => chain.mine(time)))
    },
  }
}
