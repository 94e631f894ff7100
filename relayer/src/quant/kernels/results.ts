// SPDX-License-Identifier: MIT
import { FARTHEST, INV_SQRT_TWO_PI, NO_WIDTH } from './coefficients'
import { all, exponential, mills } from './lanes'

// @ts-ignore: decorator
@inline
export function column(base: usize, stride: usize, index: usize): usize {
  return base + stride * index
}

// @ts-ignore: decorator
@inline
function held(d: v128): v128 {
  return f64x2.pmax(f64x2.pmin(d, all(FARTHEST)), all(-FARTHEST))
}

/**
 * Writes what follows, in a pair of rows, from √tau, e^(−yield·tau), e^(−rate·tau) and the moneyness ln(spot/strike) +
 * (rate − yield)·tau: price, delta, gamma, vega, theta and, with `whole`, rho, vanna, volga.
 */
// @ts-ignore: decorator
@inline
export function writeResults(at: usize, stride: usize, whole: bool, root: v128, factor: v128, discount: v128, moneyness: v128): void {
  const one = all(1)
  const none = all(0)
  const half = all(0.5)
  const spot = v128.load(at)
  const strike = v128.load(column(at, stride, 1))
  const tau = v128.load(column(at, stride, 2))
  const vol = v128.load(column(at, stride, 3))
  const rate = v128.load(column(at, stride, 4))
  const carry = v128.load(column(at, stride, 5))
  const sign = v128.load(column(at, stride, 6))

  const width = f64x2.mul(vol, root)
  const flat = f64x2.lt(width, all(NO_WIDTH))
  const someWidth = v128.bitselect(one, width, flat)
  const a = f64x2.mul(spot, factor)
  const b = f64x2.mul(strike, discount)

  const steps = f64x2.div(moneyness, someWidth)
  const halfWidth = f64x2.mul(half, width)
  const limit = f64x2.mul(moneyness, all(1e300))
  const d1 = held(v128.bitselect(limit, f64x2.add(steps, halfWidth), flat))
  const d2 = held(v128.bitselect(limit, f64x2.sub(steps, halfWidth), flat))

  const density = f64x2.mul(all(INV_SQRT_TWO_PI), exponential(f64x2.mul(all(-0.5), f64x2.mul(d1, d1))))
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
  v128.store(column(at, stride, 8), f64x2.mul(sign, f64x2.mul(factor, n1)))
  v128.store(column(at, stride, 9), f64x2.mul(f64x2.div(weighted, f64x2.mul(spot, spot)), perWidth))
  v128.store(column(at, stride, 10), vega)
  v128.store(column(at, stride, 11), f64x2.neg(f64x2.add(perTau, kept)))
  if (!whole) return
  const perVol = f64x2.mul(root, perWidth)
  v128.store(column(at, stride, 12), f64x2.mul(tau, cash))
  v128.store(column(at, stride, 13), f64x2.neg(f64x2.mul(f64x2.mul(f64x2.mul(factor, density), d2), perVol)))
  v128.store(column(at, stride, 14), f64x2.mul(f64x2.mul(vega, f64x2.mul(d1, d2)), perVol))
}
