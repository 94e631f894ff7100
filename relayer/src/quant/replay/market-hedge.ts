// SPDX-License-Identifier: MIT
import type { SpokeTerms, TradeCosts } from './terms.ts'

/** What one book trades in a netted hedge, and its part of the cost. */
export interface Fill {
  readonly base: number
  readonly cost: number
}

/** What a spoke lets through of the needs of its books between two checks. */
export interface MarketHedge {
  readonly fills: readonly Fill[]
  /** Hedges at venues or crossed: each costs k. */
  readonly hedges: number
}

/** A leaky bucket of turnover. */
export interface Budget {
  left: number
  time: number
}

/**
 * One netted hedge, in as many clips as there is time for: opposite needs cross without cost, the rest goes to venues within clip
 * and budget, pro rata, and pays λ; k is shared by what was traded.
 */
export function hedgeMarket(
  needs: readonly number[],
  { spot, time, seconds }: { readonly spot: number; readonly time: number; readonly seconds: number },
  terms: SpokeTerms,
  costs: TradeCosts,
  budget: Budget,
): MarketHedge {
  budget.left = Math.min(terms.capacity, budget.left + terms.rate * (time - budget.time))
  budget.time = time
  const wanted = needs.map((need) => (Math.abs(need) < terms.lot ? 0 : need))
  const bought = sum(wanted.map((need) => Math.max(0, need)))
  const sold = sum(wanted.map((need) => Math.max(0, -need)))
  const turnover = bought + sold
  if (turnover === 0) return { fills: needs.map(() => ({ base: 0, cost: 0 })), hedges: 0 }
  const crossed = Math.min(bought, sold)
  const net = Math.max(bought, sold) - crossed
  const clips = Math.max(1, Math.floor(seconds / Math.max(1, terms.interval)))
  const passed = Math.min(net, clips * terms.clip, Math.max(0, budget.left / spot - 2 * crossed))
  const larger = crossed + passed
  budget.left = Math.max(0, budget.left - (larger + crossed) * spot)
  const hedges = Math.max(1, Math.ceil(passed / terms.clip))
  const fixed = hedges * costs.fixedCost
  const proportional = costs.costRate * passed * spot
  const fills = wanted.map((need): Fill => {
    const own = need > 0 === bought >= sold
    const base = need * (own ? larger / Math.max(bought, sold) : 1)
    if (base === 0) return { base: 0, cost: 0 }
    const cost =
      (fixed * Math.abs(base)) / (larger + crossed) + (own ? (proportional * Math.abs(base)) / larger : 0)
    return { base, cost }
  })
  return { fills, hedges }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
