// SPDX-License-Identifier: MIT

/**
 * A concentrated-liquidity range: between two square-root prices the pool behaves as constant product with virtual
 * reserves L/√p and L·√p. Ranges of a venue are listed in the direction of the trade, each starting where the last ends.
 */
export interface CurveRange {
  readonly liquidity: number
  readonly start: number
  readonly end: number
}

/** What a pool offers to a trade in one direction; square-root prices are of quote per base. */
export interface VenueCurve {
  readonly venue: number
  /** Fee factor g = 1 - fee. */
  readonly keep: number
  readonly ranges: readonly CurveRange[]
  /** Most base one trade may take here. */
  readonly clip: number
  /** Quote it costs to use the venue at all (gas). */
  readonly fixedCost: number
}

export type Side = 'buy' | 'sell'

/** A curve in prefix sums over its ranges, so that the amount at a marginal price is one binary search. */
export interface Prepared {
  readonly curve: VenueCurve
  readonly rows: number
  /** Marginal price with fee at the start and end of each range. */
  readonly starts: Float64Array
  readonly ends: Float64Array
  /** Base and quote traded before each range, and one more entry for all of them. */
  readonly base: Float64Array
  readonly quote: Float64Array
}

/** Effective marginal price at square-root price `s`: got per base when selling, paid per base when buying. */
export function marginal(side: Side, keep: number, s: number): number {
  return side === 'sell' ? keep * s * s : (s * s) / keep
}

/** Square-root pool price at which the marginal price with fee is `price`. */
export function poolRoot(side: Side, keep: number, price: number): number {
  return Math.sqrt(side === 'sell' ? price / keep : price * keep)
}

/** Base the trader moves between two roots of a range. */
export function baseBetween(side: Side, keep: number, liquidity: number, from: number, to: number): number {
  return side === 'sell' ? (liquidity * (1 / to - 1 / from)) / keep : liquidity * (1 / from - 1 / to)
}

/** Quote the trader gets (sell) or pays (buy) between two roots of a range. */
export function quoteBetween(side: Side, keep: number, liquidity: number, from: number, to: number): number {
  return side === 'sell' ? liquidity * (from - to) : (liquidity * (to - from)) / keep
}

/** The root after `base` more was moved from `from`. */
export function rootAfter(side: Side, keep: number, liquidity: number, from: number, base: number): number {
  return side === 'sell' ? 1 / (1 / from + (base * keep) / liquidity) : 1 / (1 / from - base / liquidity)
}

/** Cuts a curve at its clip and sums it up. Ranges without liquidity offer nothing and are left out. */
export function prepare(curve: VenueCurve, side: Side): Prepared {
  const { keep } = curve
  const ranges: CurveRange[] = []
  const most = curve.ranges.length
  const [starts, ends] = [new Float64Array(most), new Float64Array(most)]
  const [base, quote] = [new Float64Array(most + 1), new Float64Array(most + 1)]
  let rows = 0
  for (const range of curve.ranges) {
    const left = curve.clip - base[rows]!
    if (left <= 0) break
    const { liquidity, start } = range
    if (liquidity <= 0 || start === range.end) continue
    const offer = baseBetween(side, keep, liquidity, start, range.end)
    const whole = offer <= left
    const end = whole ? range.end : rootAfter(side, keep, liquidity, start, left)
    ranges.push(whole ? range : { ...range, end })
    starts[rows] = marginal(side, keep, start)
    ends[rows] = marginal(side, keep, end)
    base[rows + 1] = base[rows]! + Math.min(offer, left)
    quote[rows + 1] = quote[rows]! + quoteBetween(side, keep, liquidity, start, end)
    rows += 1
  }
  return { curve: { ...curve, ranges }, rows, starts, ends, base, quote }
}
