// SPDX-License-Identifier: MIT
import { iFundingAbi } from '@gimbal/contracts'
import { encodeFunctionData } from 'viem'
import type { Intent } from '../chain/intent.ts'
import { compileBody } from '../hedge/compiled-body.ts'
import type { Decimals } from '../hedge/evaluate.ts'
import { marketTerms } from '../hedge/market-terms.ts'
import { fromNative, fromWad, toNativeDown } from '../hedge/wad.ts'
import { fundingWalk } from '../quant/funding-walk.ts'
import { bodyTarget } from '../quant/target.ts'
import type { HubBook, Published } from '../transport/hub-state.ts'
import { quoteHeld, transitOf } from '../transport/transit.ts'
import type { SpokeWorld, World } from './world.ts'

const GAS_FUND = 1_500_000n
/** The contract walks the book's target over the inner range. */
const GAS_SERIES = 900_000n
const GAS_RECALL = 900_000n

/** Of what is wanted. The contract lets a relayer fund to 1.25 and recall to 1.5 of it; between the two nothing moves. */
const FUND_TO = 1.1
const RECALL_TO = 1.65
/** The contract moves no less, quote tokens. */
const LEAST = 10

/** Quote of one book on one spoke, in plain units. */
interface Purse {
  /** There or on its way there. */
  readonly have: number
  readonly there: number
  /** What walking to the target anywhere near may take. */
  readonly want: number
  /** A recall that has not come back yet. */
  readonly recalling: boolean
}

function purse(
  { config, prices }: World,
  { state, hubSide, head }: SpokeWorld,
  { body }: Published,
  decimals: Decimals,
): Purse | undefined {
  const tick = prices.get(body.market)
  const market = state.config?.markets.find((entry) => entry.market === body.market)
  if (!tick || !market) return undefined
  const terms = marketTerms(market)
  const compiled = compileBody(body)
  const ledger = state.ledgers.get(body.book)
  const entry = hubSide.funds.get(body.book)
  const there = ledger ? quoteHeld(ledger) : 0n
  const transit = entry ? transitOf(entry, ledger, state.expired.get(body.book)).creditable : 0n
  const held = ledger ? fromNative(ledger.bought - ledger.sold, decimals.base) : 0
  const want = fundingWalk((spot) => bodyTarget(compiled, spot, head.time, terms.settlement), held, {
    spot: fromWad(tick.price),
    range: config.policy.fundRange,
  })
  return {
    have: fromNative(there + transit, decimals.quote),
    there: fromNative(there, decimals.quote),
    want,
    recalling: (entry?.recalled ?? 0n) > (ledger?.sent ?? 0n),
  }
}

interface Side {
  readonly world: World
  readonly spoke: SpokeWorld
  readonly book: HubBook
  readonly decimals: Decimals
}

function fund({ world, spoke, book, decimals }: Side, amount: number): Intent {
  const native = toNativeDown(amount, decimals.quote)
  return {
    chain: world.config.hub,
    key: `fund:${spoke.id}:${book.id}`,
    purpose: 'fund',
    to: world.config.hubContracts.funding,
    data: encodeFunctionData({
      abi: iFundingAbi,
      functionName: 'fund',
      args: [book.id, BigInt(spoke.id), native],
    }),
    gas: GAS_FUND + GAS_SERIES * BigInt(book.positions.size),
    changes: [spoke.id],
  }
}

function recall({ world, spoke, book, decimals }: Side, amount: number): Intent {
  return {
    chain: world.config.hub,
    key: `recall:${spoke.id}:${book.id}`,
    purpose: 'recall',
    to: world.config.hubContracts.funding,
    data: encodeFunctionData({
      abi: iFundingAbi,
      functionName: 'recall',
      args: [book.id, BigInt(spoke.id), toNativeDown(amount, decimals.quote)],
    }),
    gas: GAS_RECALL + GAS_SERIES * BigInt(book.positions.size),
    changes: [spoke.id],
  }
}

/**
 * Keeps on each spoke what walking to the target there may take: sends quote when too little is there, and calls back
 * what is far too much, or what the hub owes.
 */
export function fundDuty(world: World, decimals: Decimals): readonly Intent[] {
  const { policy } = world.config
  const intents: Intent[] = []
  const cash = new Map(
    [...world.hubState.books].map(([id, book]) => [id, fromNative(book.cash, decimals.quote)]),
  )
  for (const spoke of world.spokes) {
    for (const [id, published] of spoke.hubSide.mandates) {
      const book = world.hubState.books.get(id)
      const state = book && purse(world, spoke, published, decimals)
      if (!book || !state) continue
      const side: Side = { world, spoke, book, decimals }
      const free = cash.get(id)!
      const spare = state.there - RECALL_TO * state.want
      if (state.have < policy.fundBelow * state.want && free > 0) {
        const amount = Math.min(FUND_TO * state.want - state.have, free * (1 - policy.keepOnHub))
        // dust would cost more in messages than it is worth
        if (amount < Math.max(LEAST, 0.05 * state.want)) continue
        intents.push(fund(side, amount))
        cash.set(id, free - amount)
      } else if (!state.recalling && free < 0 && spare > LEAST) {
        intents.push(recall(side, Math.min(spare, Math.max(LEAST, -1.1 * free))))
      } else if (
        !state.recalling &&
        state.there > policy.recallAbove * state.want &&
        spare > Math.max(LEAST, 0.1 * state.there)
      ) {
        intents.push(recall(side, spare))
      }
    }
  }
  return intents
}
