// SPDX-License-Identifier: MIT
import {
  baseBetween,
  type Prepared,
  poolRoot,
  prepare,
  quoteBetween,
  rootAfter,
  type Side,
  type VenueCurve,
} from './curve.ts'

/** A part of a trade at one venue. */
export interface SplitOrder {
  readonly venue: number
  readonly base: number
  readonly quote: number
  /** Square-root pool price where the order ends. */
  readonly endRoot: number
}

/** A trade over venues at one marginal price. `base` may be less than asked where liquidity ends. */
export interface Split {
  readonly base: number
  readonly quote: number
  /** ν, the marginal price with fee; zero when nothing is offered. */
  readonly price: number
  readonly fixedCost: number
  readonly orders: readonly SplitOrder[]
}

/** Ranges of a venue that are used wholly or partly at marginal price `price`. */
function used(side: Side, venue: Prepared, price: number): number {
  let low = 0
  let high = venue.rows
  while (low < high) {
    const middle = (low + high) >>> 1
    const start = venue.starts[middle]!
    if (side === 'sell' ? start > price : start < price) low = middle + 1
    else high = middle
  }
  return low
}

function rootAt(side: Side, { curve }: Prepared, count: number, price: number): number {
  const { end } = curve.ranges[count - 1]!
  const wanted = poolRoot(side, curve.keep, price)
  return side === 'sell' ? Math.max(end, wanted) : Math.min(end, wanted)
}

function baseAt(side: Side, venue: Prepared, price: number): number {
  const count = used(side, venue, price)
  if (count === 0) return 0
  const { liquidity, start } = venue.curve.ranges[count - 1]!
  const root = rootAt(side, venue, count, price)
  return venue.base[count - 1]! + baseBetween(side, venue.curve.keep, liquidity, start, root)
}

function fillAt(side: Side, venue: Prepared, price: number): SplitOrder {
  const count = used(side, venue, price)
  const { keep, ranges, venue: id } = venue.curve
  if (count === 0) return { venue: id, base: 0, quote: 0, endRoot: 0 }
  const { liquidity, start } = ranges[count - 1]!
  const endRoot = rootAt(side, venue, count, price)
  return {
    venue: id,
    base: venue.base[count - 1]! + baseBetween(side, keep, liquidity, start, endRoot),
    quote: venue.quote[count - 1]! + quoteBetween(side, keep, liquidity, start, endRoot),
    endRoot,
  }
}

/** Where a venue stands at `price`: twice the ranges begun, less one while the last of them is not used up. */
function stage(side: Side, venue: Prepared, price: number): number {
  const count = used(side, venue, price)
  if (count === 0) return 0
  const end = venue.ends[count - 1]!
  return 2 * count - (side === 'sell' ? (end < price ? 1 : 0) : end > price ? 1 : 0)
}

/** The ν at which the venues together move `amount`, while every venue stays at the stage it has at `near`. */
function solve(side: Side, venues: readonly Prepared[], amount: number, near: number): number {
  let fixed = 0
  let offset = 0
  let slope = 0
  for (const venue of venues) {
    const at = stage(side, venue, near)
    fixed += venue.base[at >> 1]!
    if ((at & 1) === 0) continue
    const { keep, ranges } = venue.curve
    const { liquidity, start } = ranges[at >> 1]!
    offset += side === 'sell' ? liquidity / (start * keep) : liquidity / start
    slope += liquidity / Math.sqrt(keep)
  }
  // sell: Σ L/(√g√ν) - L/(s·g) = amount; buy: Σ L/s - L/√(ν·g) = amount
  const inverseRoot = (side === 'sell' ? amount - fixed + offset : offset - (amount - fixed)) / slope
  return slope > 0 ? 1 / (inverseRoot * inverseRoot) : near
}

/** ν for `amount` when more than that is offered: halves the bracket until no venue changes its stage inside it. */
function marginalPrice(side: Side, venues: readonly Prepared[], amount: number): number {
  let best = side === 'sell' ? 0 : Infinity
  let worst = side === 'sell' ? Infinity : 0
  for (const { starts, ends, rows } of venues) {
    best = side === 'sell' ? Math.max(best, starts[0]!) : Math.min(best, starts[0]!)
    worst = side === 'sell' ? Math.min(worst, ends[rows - 1]!) : Math.max(worst, ends[rows - 1]!)
  }
  for (let i = 0; i < 96; i++) {
    if (venues.every((venue) => stage(side, venue, best) === stage(side, venue, worst))) break
    const middle = (best + worst) / 2
    if (middle === best || middle === worst) break
    let sum = 0
    for (const venue of venues) sum += baseAt(side, venue, middle)
    if (sum >= amount) worst = middle
    else best = middle
  }
  return solve(side, venues, amount, (best + worst) / 2)
}

/** Splits `amount` over `venues` at equal marginal price, fixed costs left aside. Exact: every range is a closed form. */
export function equalise(side: Side, venues: readonly Prepared[], amount: number): Split {
  const offered = venues.reduce((sum, { base, rows }) => sum + base[rows]!, 0)
  if (venues.length === 0 || amount <= 0) return { base: 0, quote: 0, price: 0, fixedCost: 0, orders: [] }
  const everything = offered <= amount
  const price = everything ? (side === 'sell' ? 0 : Infinity) : marginalPrice(side, venues, amount)
  const orders = venues.map((venue) => fillAt(side, venue, price)).filter(({ base }) => base > 0)
  return {
    base: orders.reduce((sum, { base }) => sum + base, 0),
    quote: orders.reduce((sum, { quote }) => sum + quote, 0),
    price,
    fixedCost: venues.reduce((sum, { curve }) => sum + curve.fixedCost, 0),
    orders,
  }
}

/** Base of `amount` that the venues do not have. From what they offer, not from a split: that one misses by rounding. */
function missingBase(venues: readonly Prepared[], amount: number): number {
  return Math.max(0, amount - venues.reduce((sum, { base, rows }) => sum + base[rows]!, 0))
}

/** What a split is worth: quote got, or minus quote paid, less fixed costs; missing base is priced out of the question. */
function worth(side: Side, split: Split, missing: number): number {
  return (side === 'sell' ? split.quote : -split.quote) - split.fixedCost - missing * 1e12
}

/**
 * Best split of `amount` base over `curves`, fixed costs included: drops venues whose use costs more than it saves, by
 * branch and bound on the set of venues used (leaving fixed costs out only makes a set look better).
 */
export function split(side: Side, curves: readonly VenueCurve[], amount: number): Split {
  const venues = curves.map((curve) => prepare(curve, side)).filter(({ rows }) => rows > 0)
  const everything = equalise(side, venues, amount)
  const useful = venues.filter(({ curve }) => everything.orders.some(({ venue }) => venue === curve.venue))
  let best = { ...everything, fixedCost: useful.reduce((sum, { curve }) => sum + curve.fixedCost, 0) }
  let bestWorth = worth(side, best, missingBase(useful, amount))

  const visit = (kept: readonly Prepared[], from: number): void => {
    for (let i = from; i < kept.length; i++) {
      const fewer = kept.toSpliced(i, 1)
      const candidate = equalise(side, fewer, amount)
      const value = worth(side, candidate, missingBase(fewer, amount))
      if (value > bestWorth) {
        best = candidate
        bestWorth = value
      }
      const unavoidable = fewer.slice(0, i).reduce((sum, { curve }) => sum + curve.fixedCost, 0)
      if (value + candidate.fixedCost - unavoidable > bestWorth) visit(fewer, i)
    }
  }
  if (useful.some(({ curve }) => curve.fixedCost > 0)) visit(useful, 0)
  return best
}

/** Average price of trading `base` at one venue alone, or undefined when it does not offer that much. */
export function singleVenue(side: Side, curve: VenueCurve, base: number): number | undefined {
  const venue = prepare(curve, side)
  if (venue.base[venue.rows]! < base) return undefined
  let row = 0
  while (row < venue.rows - 1 && venue.base[row + 1]! < base) row++
  const { liquidity, start } = venue.curve.ranges[row]!
  const to = rootAfter(side, curve.keep, liquidity, start, base - venue.base[row]!)
  return (venue.quote[row]! + quoteBetween(side, curve.keep, liquidity, start, to)) / base
}
