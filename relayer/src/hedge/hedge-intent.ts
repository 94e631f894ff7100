// SPDX-License-Identifier: MIT
import { iHedgeExecutorAbi } from '@gimbal/contracts'
import { encodeFunctionData } from 'viem'
import type { Intent } from '../chain/intent.ts'
import type { SpokeContracts } from '../config/schema.ts'
import type { PriceTick } from '../market/price-tick.ts'
import type { Side } from '../quant/routing/curve.ts'
import type { Split } from '../quant/routing/split.ts'
import type { Epoch } from '../transport/hub-state.ts'
import { mandateProof } from '../transport/proofs.ts'
import type { Decimals } from './evaluate.ts'
import type { MarketTerms } from './market-terms.ts'
import type { Plan } from './plan.ts'
import { venueOrders } from './venue-orders.ts'

/** Gas of a hedge: a base, and for each book its calldata, proof and series. Unused gas costs nothing. */
const GAS_BASE = 700_000n
const GAS_BOOK = 260_000n
const GAS_LEG = 40_000n
const GAS_ORDER = 320_000n

export interface HedgeRequest {
  readonly chain: number
  readonly terms: MarketTerms
  readonly contracts: SpokeContracts
  readonly plan: Plan
  readonly split: Split
  readonly side: Side
  /** Worst marginal price with fee, quote per base. */
  readonly worst: number
  readonly epoch: Epoch
  readonly tick: PriceTick
  readonly updateFee: bigint
  readonly deadline: number
  readonly decimals: Decimals
}

export function hedgeKey(chain: number, market: number): string {
  return `hedge:${chain}:${market}`
}

/** One netted hedge of all books of a plan. */
export function hedgeIntent(request: HedgeRequest): Intent {
  const { chain, terms, contracts, plan, split, side, worst, epoch, tick, deadline, decimals } = request
  const books = plan.books.map(({ published }) => ({
    body: published.body,
    index: published.index,
    proof: mandateProof(epoch, published.index),
  }))
  const orders = venueOrders(split, side, terms, worst, decimals.base)
  const legs = plan.books.reduce((sum, { published }) => sum + published.body.legs.length, 0)
  return {
    chain,
    key: hedgeKey(chain, terms.market),
    purpose: 'hedge',
    to: contracts.hedgeExecutor,
    data: encodeFunctionData({
      abi: iHedgeExecutorAbi,
      functionName: 'hedge',
      args: [books, tick.updates, orders, BigInt(deadline)],
    }),
    value: request.updateFee,
    gas:
      GAS_BASE + GAS_BOOK * BigInt(books.length) + GAS_LEG * BigInt(legs) + GAS_ORDER * BigInt(orders.length),
    tickTime: tick.time,
  }
}
