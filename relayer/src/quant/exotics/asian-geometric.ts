import { fieldError, requirePositive } from '../field-error.ts'
import { black } from './european.ts'
import { checked, type Pricer, type Vanilla } from './market.ts'

/** An option on the geometric average from now to expiry, watched all the time (Kemna and Vorst 1990). */
export function continuousGeometricAsian({ put, strike }: Vanilla): Pricer {
  requirePositive('strike', strike)
  return checked(({ spot, vol, rate, yield: dividend }, years) => {
    const carry = (rate - dividend - (vol * vol) / 6) / 2
    const forward = spot * Math.exp(carry * years)
    return black(put, forward, strike, vol * Math.sqrt(years / 3), Math.exp(-rate * years))
  })
}

/**
 * An option on the geometric average of fixings at `fractions` of its life, rising within [0, 1]: their log average is normal
 * with variance σ²·ΣΣ min(tᵢ, tⱼ)/n².
 */
export function discreteGeometricAsian({ put, strike, fractions }: Vanilla & Fixings): Pricer {
  requirePositive('strike', strike)
  requireFractions(fractions)
  return checked(({ spot, vol, rate, yield: dividend }, years) => {
    const { mean, variance } = logAverage(fractions)
    const log = Math.log(spot) + (rate - dividend - (vol * vol) / 2) * mean * years
    const spread = vol * vol * variance * years
    return black(put, Math.exp(log + spread / 2), strike, Math.sqrt(spread), Math.exp(-rate * years))
  })
}

/** Times of fixings as fractions of the life. */
export type Fixings = { readonly fractions: readonly number[] }

/** @throws QuantInputError unless there are some, rising, within [0, 1] */
export function requireFractions(fractions: readonly number[]): void {
  if (fractions.length === 0) throw fieldError('fractions', 'an empty list', 'one fixing or more')
  fractions.forEach((t, i) => {
    const least = i === 0 ? 0 : fractions[i - 1]!
    if (!(t >= least && t <= 1)) throw fieldError(`fractions[${i}]`, t, `within ${least} and 1`)
  })
}

/** Mean of the times, and variance of the averaged unit Brownian motion. */
export function logAverage(times: readonly number[]): { readonly mean: number; readonly variance: number } {
  const n = times.length
  const mean = times.reduce((sum, t) => sum + t, 0) / n
  // In rising order tᵢ is the smaller of a pair 2(n − i) − 1 times, counted from i = 0.
  const variance = times.reduce((sum, t, i) => sum + t * (2 * (n - i) - 1), 0) / (n * n)
  return { mean, variance }
}
