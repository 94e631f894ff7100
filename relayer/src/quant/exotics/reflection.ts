import { cdf } from '../normal.ts'
import type { Market } from './market.ts'

/** What formulas with one barrier share (Reiner and Rubinstein 1991): the carry's drift μ and where the barrier lies. */
export type Reflection = {
  readonly deviation: number
  readonly mu: number
  /** 1 for a barrier below, −1 for one above. */
  readonly eta: 1 | -1
  /** ln(H/S). */
  readonly distance: number
  readonly discount: number
  /** Discount of the asset, exp(−yield·years). */
  readonly growth: number
}

export function reflection(
  { spot, vol, rate, yield: dividend }: Market,
  years: number,
  barrier: number,
): Reflection {
  return {
    deviation: vol * Math.sqrt(years),
    mu: (rate - dividend) / (vol * vol) - 0.5,
    eta: barrier < spot ? 1 : -1,
    distance: Math.log(barrier / spot),
    discount: Math.exp(-rate * years),
    growth: Math.exp(-dividend * years),
  }
}

/** exp(exponent)·Φ(x), zero where Φ is, so that no infinity meets a zero. */
export function scaledCdf(exponent: number, x: number): number {
  const probability = cdf(x)
  return probability === 0 ? 0 : Math.exp(exponent) * probability
}

/**
 * Value of one unit paid when the barrier is first touched before expiry.
 *
 * Needs μ² + 2r/σ² ≥ 0; where a very negative rate makes it negative, the square root is taken as zero, an upper bound of the
 * discounting that is met by no rate above −σ²μ²/2.
 */
export function paidAtHit(market: Market, years: number, barrier: number): number {
  const { deviation, mu, eta, distance } = reflection(market, years, barrier)
  const lambda = Math.sqrt(Math.max(0, mu * mu + (2 * market.rate) / (market.vol * market.vol)))
  const z = distance / deviation + lambda * deviation
  return (
    scaledCdf(distance * (mu + lambda), eta * z) +
    scaledCdf(distance * (mu - lambda), eta * (z - 2 * lambda * deviation))
  )
}

/** Risk-neutral probability that the barrier is touched before expiry. */
export function hitProbability(market: Market, years: number, barrier: number): number {
  const { deviation, mu, eta, distance } = reflection(market, years, barrier)
  const ends = distance / deviation - mu * deviation
  return Math.min(1, cdf(eta * ends) + scaledCdf(2 * mu * distance, eta * (ends + 2 * mu * deviation)))
}

/** The same under the measure of the asset. */
export function hitShare(market: Market, years: number, barrier: number): number {
  return hitProbability({ ...market, rate: market.rate + market.vol ** 2 }, years, barrier)
}
