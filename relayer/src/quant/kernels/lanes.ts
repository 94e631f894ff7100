// SPDX-License-Identifier: MIT
// Two options at a time. No call leaves the loop: exp, ln and Mills' ratio are polynomials, in Estrin's order.
import {
  E0, E1, E2, E3, E4, E5, E6, E7, E8, E9,
  L0, L1, L2, L3, L4, L5, L6,
  LN2_HIGH, LN2_LOW, LOG2E,
  P0, P1, P2, P3, P4, P5, P6, P7, P8, P9,
  Q1, Q2, Q3, Q4, Q5, Q6, Q7, Q8, Q9, Q10,
} from './coefficients'

// @ts-ignore: decorator
@inline
export function all(x: f64): v128 {
  return f64x2.splat(x)
}

// @ts-ignore: decorator
@inline
function line(a: f64, b: f64, x: v128): v128 {
  return f64x2.add(all(a), f64x2.mul(all(b), x))
}

/** e^x, with x held within ±708. */
// @ts-ignore: decorator
@inline
export function exponential(x: v128): v128 {
  const held = f64x2.pmax(f64x2.pmin(x, all(708)), all(-708))
  // adding 1.5·2^52 rounds to an integer and leaves it in the low bits
  const shifted = f64x2.add(f64x2.mul(held, all(LOG2E)), all(6755399441055744))
  const n = f64x2.sub(shifted, all(6755399441055744))
  const r = f64x2.sub(f64x2.sub(held, f64x2.mul(n, all(LN2_HIGH))), f64x2.mul(n, all(LN2_LOW)))
  const r2 = f64x2.mul(r, r)
  const r4 = f64x2.mul(r2, r2)
  const low = f64x2.add(line(E0, E1, r), f64x2.mul(r2, line(E2, E3, r)))
  const middle = f64x2.add(line(E4, E5, r), f64x2.mul(r2, line(E6, E7, r)))
  const high = f64x2.add(middle, f64x2.mul(r4, line(E8, E9, r)))
  const series = f64x2.add(low, f64x2.mul(r4, high))
  const value = f64x2.add(all(1), f64x2.add(r, f64x2.mul(r2, series)))
  return f64x2.mul(value, i64x2.shl(i64x2.add(shifted, i64x2.splat(1023)), 52))
}

/** ln(a/b) of positive normal numbers; a − b is exact near the money, so the error is relative to the result there. */
// @ts-ignore: decorator
@inline
export function logarithm(a: v128, b: v128): v128 {
  // the difference of two bit patterns is nearly the log of the ratio: e, 1024 too large, in the top bits
  const rounded = i64x2.add(i64x2.sub(a, b), i64x2.splat(0x4008000000000000))
  const exponent = i64x2.shr_u(rounded, 52)
  const e = f64x2.sub(
    v128.or(exponent, i64x2.splat(0x4330000000000000)),
    all(4503599627371520), // 2^52 + 1024
  )
  const scaled = i64x2.sub(i64x2.add(a, i64x2.splat(0x4000000000000000)), i64x2.shl(exponent, 52))
  const f = f64x2.div(f64x2.sub(scaled, b), f64x2.add(scaled, b))
  const s = f64x2.mul(f, f)
  const s2 = f64x2.mul(s, s)
  const low = f64x2.add(line(L0, L1, s), f64x2.mul(s2, line(L2, L3, s)))
  const high = f64x2.add(line(L4, L5, s), f64x2.mul(s2, all(L6)))
  const series = f64x2.mul(f64x2.mul(f, s), f64x2.add(low, f64x2.mul(f64x2.mul(s2, s2), high)))
  const fraction = f64x2.add(f64x2.add(f, f), f64x2.add(series, f64x2.mul(e, all(LN2_LOW))))
  return f64x2.add(f64x2.mul(e, all(LN2_HIGH)), fraction)
}

/** (1 − Φ(y))/φ(y) for y ≥ 0. */
// @ts-ignore: decorator
@inline
export function mills(y: v128): v128 {
  const y2 = f64x2.mul(y, y)
  const y4 = f64x2.mul(y2, y2)
  const y8 = f64x2.mul(y4, y4)
  const above = f64x2.add(
    f64x2.add(
      f64x2.add(line(P0, P1, y), f64x2.mul(y2, line(P2, P3, y))),
      f64x2.mul(y4, f64x2.add(line(P4, P5, y), f64x2.mul(y2, line(P6, P7, y)))),
    ),
    f64x2.mul(y8, line(P8, P9, y)),
  )
  const below = f64x2.add(
    f64x2.add(
      f64x2.add(line(1, Q1, y), f64x2.mul(y2, line(Q2, Q3, y))),
      f64x2.mul(y4, f64x2.add(line(Q4, Q5, y), f64x2.mul(y2, line(Q6, Q7, y)))),
    ),
    f64x2.mul(y8, f64x2.add(line(Q8, Q9, y), f64x2.mul(y2, all(Q10)))),
  )
  return f64x2.div(above, below)
}
