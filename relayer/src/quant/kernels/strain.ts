// SPDX-License-Identifier: MIT
import { MOST_CANCELLED } from './coefficients'
import { productError } from './exact-errors'
import { all, exponential } from './lanes'
import { moneynessOf } from './moneyness'
import { column, writeResults } from './results'

/**
 * Bit 62 is set in lanes where sums and products of doubles lose digits that show: where many widths cancel between
 * ln(spot/strike) and (rate − yield)·tau, and where an exponent of a discount is 2 or more: there a double has that bit.
 */
// @ts-ignore: decorator
@inline
export function strain(log: v128, drift: v128, width: v128, yielded: v128, earned: v128): v128 {
  const most = f64x2.mul(f64x2.mul(width, width), all(-MOST_CANCELLED))
  return v128.or(f64x2.lt(f64x2.mul(log, drift), most), v128.or(yielded, earned))
}

// @ts-ignore: decorator
@inline
export function isStrained(bits: v128): bool {
  return v128.any_true(v128.and(bits, i64x2.splat(0x4000000000000000)))
}

/** e^(−rate·tau), made good by what the product loses. */
function discountOf(rate: v128, tau: v128): v128 {
  const product = f64x2.mul(rate, tau)
  const first = productError(
    f64x2.extract_lane(rate, 0),
    f64x2.extract_lane(tau, 0),
    f64x2.extract_lane(product, 0),
  )
  const second = productError(
    f64x2.extract_lane(rate, 1),
    f64x2.extract_lane(tau, 1),
    f64x2.extract_lane(product, 1),
  )
  const factor = exponential(f64x2.neg(product))
  return f64x2.sub(factor, f64x2.mul(factor, f64x2.replace_lane(all(first), 1, second)))
}

/** Writes a strained pair of rows, from terms of two doubles. */
export function mend(at: usize, stride: usize, whole: bool): void {
  const spot = v128.load(at)
  const strike = v128.load(column(at, stride, 1))
  const tau = v128.load(column(at, stride, 2))
  const rate = v128.load(column(at, stride, 4))
  const carry = v128.load(column(at, stride, 5))
  const first = moneynessOf(
    f64x2.extract_lane(spot, 0),
    f64x2.extract_lane(strike, 0),
    f64x2.extract_lane(tau, 0),
    f64x2.extract_lane(rate, 0),
    f64x2.extract_lane(carry, 0),
  )
  const second = moneynessOf(
    f64x2.extract_lane(spot, 1),
    f64x2.extract_lane(strike, 1),
    f64x2.extract_lane(tau, 1),
    f64x2.extract_lane(rate, 1),
    f64x2.extract_lane(carry, 1),
  )
  const moneyness = f64x2.replace_lane(all(first), 1, second)
  writeResults(at, stride, whole, f64x2.sqrt(tau), discountOf(carry, tau), discountOf(rate, tau), moneyness)
}
