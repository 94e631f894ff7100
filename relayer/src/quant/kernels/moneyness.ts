// SPDX-License-Identifier: MIT
// Compiled into the kernel, and run as JavaScript.
import { productError, sumError } from './exact-errors.ts'

/** ln 2 as a double, and what that leaves. */
const LN2: number = 0.6931471805599453
const LN2_REST: number = 2.3190468138462996e-17
const ROOT_TWO: number = 1.4142135623730951
/** ln((1+f)/(1−f)) = 2f(1 + f²/3 + f⁴/5 + …): f² ≤ 0.0295 leaves 1e-35 behind this term, and 1e-18 behind the other. */
const LAST_TERM: number = 21
const LAST_TERM_OF_TWO_DOUBLES: number = 11

/**
 * ln(spot/strike) + (rate − yield)·tau, rounded once: its terms have an error of 1e-31 of their size. Where spot and carry
 * cancel, so many digits are lost of sums of doubles.
 */
export function moneynessOf(spot: number, strike: number, tau: number, rate: number, carry: number): number {
  // spot/strike = 2^twos·a/b with a/b from √½ to √2, where a − b is exact
  let a = spot
  let b = strike
  let twos: number = 0
  for (; a > ROOT_TWO * b; twos += 1) b *= 2
  for (; b > ROOT_TWO * a; twos -= 1) a *= 2

  // f = (a − b)/(a + b) and its square, each as two doubles
  const over = a - b
  const under = a + b
  const f = over / under
  const back = f * under
  const fLow = (over - back - productError(f, under, back) - f * sumError(a, b, under)) / under
  const s = f * f
  const sLow = productError(f, f, s) + 2 * f * fLow

  let series: number = 0
  let n: number = LAST_TERM
  for (; n > LAST_TERM_OF_TWO_DOUBLES; n -= 1) series = 1 / (2 * n + 1) + s * series
  let seriesLow: number = 0
  for (; n >= 0; n -= 1) {
    const odd = 2 * n + 1
    const term = 1 / odd
    const whole = term * odd
    const termLow = (1 - whole - productError(term, odd, whole)) / odd
    const higher = s * series
    const higherLow = productError(s, series, higher) + (s * seriesLow + sLow * series)
    series = term + higher
    seriesLow = sumError(term, higher, series) + (termLow + higherLow)
  }

  const fraction = 2 * f * series
  const fractionLow = productError(2 * f, series, fraction) + 2 * (f * seriesLow + fLow * series)
  const power = twos * LN2
  const powerLow = productError(twos, LN2, power) + twos * LN2_REST
  const difference = rate - carry
  const drift = difference * tau
  const driftLow = productError(difference, tau, drift) + sumError(rate, -carry, difference) * tau

  const large = power + drift
  const total = large + fraction
  return (
    total +
    (sumError(power, drift, large) + sumError(large, fraction, total) + (powerLow + driftLow + fractionLow))
  )
}
