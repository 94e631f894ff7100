// SPDX-License-Identifier: MIT
import { FARTHEST, INV_SQRT_TWO_PI, NO_WIDTH } from './coefficients'
import { all, exponential, logarithm, mills } from './lanes'

// @ts-ignore: decorator
@inline
function column(base: usize, stride: usize, index: usize): usize {
  return base + stride * index
}

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
  const one = all(1)
  const none = all(0)
  const half = all(0.5)
  const farthest = all(FARTHEST)
  const nearest = all(-FARTHEST)
  for (let row = from; row < to; row += 2) {
    const at = base + (row << 3)
    const spot = v128.load(at)
    const strike = v128.load(column(at, stride, 1))
    const tau = v128.load(column(at, stride, 2))
    const vol = v128.load(column(at, stride, 3))
    const rate = v128.load(column(at, stride, 4))
    const carry = v128.load(column(at, stride, 5))
    const sign = v128.load(column(at, stride, 6))

    const root = f64x2.sqrt(tau)
    const width = f64x2.mul(vol, root)
    const flat = f64x2.lt(width, all(NO_WIDTH))
    const someWidth = v128.bitselect(one, width, flat)
    const spotFactor = exponential(f64x2.neg(f64x2.mul(carry, tau)))
    const a = f64x2.mul(spot, spotFactor)
    const b = f64x2.mul(strike, exponential(f64x2.neg(f64x2.mul(rate, tau))))

    const moneyness = f64x2.add(logarithm(spot, strike), f64x2.mul(f64x2.sub(rate, carry), tau))
    const steps = f64x2.div(moneyness, someWidth)
    const halfWidth = f64x2.mul(half, width)
    const limit = f64x2.mul(moneyness, all(1e300))
    const d1 = f64x2.pmax(
      f64x2.pmin(v128.bitselect(limit, f64x2.add(steps, halfWidth), flat), farthest),
      nearest,
    )
    const d2 = f64x2.pmax(
      f64x2.pmin(v128.bitselect(limit, f64x2.sub(steps, halfWidth), flat), farthest),
      nearest,
    )

    const density = f64x2.mul(
      all(INV_SQRT_TWO_PI),
      exponential(f64x2.mul(all(-0.5), f64x2.mul(d1, d1))),
    )
    const weighted = f64x2.mul(a, density)
    // φ(d2) = φ(d1)·a/b
    const otherDensity = f64x2.div(weighted, b)
    const tail1 = f64x2.mul(density, mills(f64x2.abs(d1)))
    const tail2 = f64x2.mul(otherDensity, mills(f64x2.abs(d2)))
    const n1 = v128.bitselect(f64x2.sub(one, tail1), tail1, f64x2.gt(f64x2.mul(sign, d1), none))
    const n2 = v128.bitselect(f64x2.sub(one, tail2), tail2, f64x2.gt(f64x2.mul(sign, d2), none))

    const asset = f64x2.mul(sign, f64x2.mul(a, n1))
    const cash = f64x2.mul(sign, f64x2.mul(b, n2))
    const vega = f64x2.mul(weighted, root)
    const perWidth = v128.andnot(f64x2.div(one, someWidth), flat)
    const perTau = f64x2.mul(f64x2.mul(half, weighted), f64x2.mul(f64x2.mul(vol, vol), perWidth))
    const kept = f64x2.sub(f64x2.mul(rate, cash), f64x2.mul(carry, asset))

    v128.store(column(at, stride, 7), f64x2.pmax(f64x2.sub(asset, cash), none))
    v128.store(column(at, stride, 8), f64x2.mul(sign, f64x2.mul(spotFactor, n1)))
    v128.store(column(at, stride, 9), f64x2.mul(f64x2.div(weighted, f64x2.mul(spot, spot)), perWidth))
    v128.store(column(at, stride, 10), vega)
    v128.store(column(at, stride, 11), f64x2.neg(f64x2.add(perTau, kept)))
    if (!whole) continue
    const perVol = f64x2.mul(root, perWidth)
    v128.store(column(at, stride, 12), f64x2.mul(tau, cash))
    v128.store(
      column(at, stride, 13),
      f64x2.neg(f64x2.mul(f64x2.mul(f64x2.mul(spotFactor, density), d2), perVol)),
    )
    v128.store(column(at, stride, 14), f64x2.mul(f64x2.mul(vega, f64x2.mul(d1, d2)), perVol))
  }
}
