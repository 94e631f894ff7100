// SPDX-License-Identifier: MIT
import { all, exponential, logarithm } from './lanes'
import { column, writeResults } from './results'
import { isStrained, mend, strain } from './strain'

// @ts-ignore: decorator
@inline
function within(x: v128, least: f64, most: f64): v128 {
  return v128.and(f64x2.ge(x, all(least)), f64x2.le(x, all(most)))
}

/**
 * First of the rows `from` … `to` (even numbers, in pairs) with an input outside its range, or `to`. NaN is outside every
 * range. `limits`: least and most of each of the seven columns.
 */
export function firstInvalid(base: usize, stride: usize, from: usize, to: usize, limits: usize): usize {
  for (let row = from; row < to; row += 2) {
    const at = base + (row << 3)
    let good = i64x2.splat(-1)
    for (let i: usize = 0; i < 6; i++) {
      const x = v128.load(at + stride * i)
      good = v128.and(good, within(x, load<f64>(limits + (i << 4)), load<f64>(limits + (i << 4) + 8)))
    }
    good = v128.and(good, f64x2.eq(f64x2.abs(v128.load(at + stride * 6)), all(1)))
    if (!i64x2.all_true(good)) return row
  }
  return to
}

/**
 * Black–Scholes–Merton of the rows `from` … `to`, in pairs. Columns of `stride` bytes from `base`: spot, strike, tau, vol,
 * rate, yield, sign; then price, delta, gamma, vega, theta and, with `whole`, rho, vanna, volga. Inputs must be valid.
 */
export function evaluate(base: usize, stride: usize, from: usize, to: usize, whole: bool): void {
  for (let row = from; row < to; row += 2) {
    const at = base + (row << 3)
    const tau = v128.load(column(at, stride, 2))
    const rate = v128.load(column(at, stride, 4))
    const carry = v128.load(column(at, stride, 5))
    const yielded = f64x2.mul(carry, tau)
    const earned = f64x2.mul(rate, tau)
    const log = logarithm(v128.load(at), v128.load(column(at, stride, 1)))
    const drift = f64x2.mul(f64x2.sub(rate, carry), tau)
    const root = f64x2.sqrt(tau)
    const width = f64x2.mul(v128.load(column(at, stride, 3)), root)
    if (isStrained(strain(log, drift, width, yielded, earned))) {
      mend(at, stride, whole)
      continue
    }
    const factor = exponential(f64x2.neg(yielded))
    const discount = exponential(f64x2.neg(earned))
    writeResults(at, stride, whole, root, factor, discount, f64x2.add(log, drift))
  }
}
