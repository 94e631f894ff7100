import { artifact } from '@gimbal/contracts'
import type { Address } from 'viem'
import { randomStream } from '../../src/random.ts'
import { accounts } from '../accounts.ts'
import type { LocalChain } from '../chain/local-chain.ts'
import { pushFeed } from '../market/push-feed.ts'
import { toAnswer } from '../setup/externals.ts'
import type { Actor } from './actor.ts'

/** Chainlink's terms for ETH/USD on an L2: half a percent or an hour. A stablecoin moves by a quarter. */
const DEVIATION = { base: 0.005, quote: 0.0025 }
const HEARTBEAT = 3_600
/** Seconds between what the nodes see and the block that shows it. */
const DELAY = { least: 5, most: 45 }

/** The push feeds of a chain; each chain has nodes and delays of its own. */
export function feedWriter(
  chain: LocalChain,
  feeds: { readonly basePush: Address; readonly quotePush: Address },
  first: { readonly base: number; readonly quote: number; readonly time: number },
  seed: number,
): Actor {
  const { abi } = artifact('LocalPushFeed')
  const random = randomStream(seed, `feeds of ${chain.name}`)
  const delay = () => Math.round(random.between(DELAY.least, DELAY.most))
  const watched = (['base', 'quote'] as const).map((side) => ({
    side,
    address: side === 'base' ? feeds.basePush : feeds.quotePush,
    feed: pushFeed(
      { deviation: DEVIATION[side], heartbeat: HEARTBEAT, delay },
      { price: first[side], time: first.time },
    ),
  }))
  return {
    act: async (truth) => {
      for (const { side, address, feed } of watched) {
        for (const { price } of feed.observe(truth.time, truth[side])) {
          await chain.submit(accounts.reporter.address, address, abi, 'write', [toAnswer(price)])
        }
      }
    },
  }
}
