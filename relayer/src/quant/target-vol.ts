// SPDX-License-Identifier: MIT

/** Zakamouline's constant, fitted again for the exponents below at σ = 0.6 and 30 days. */
const STRENGTH = 5.4
/** The factor on vol stays within [1/2, 2]. */
const MOST = 3
const LEAST = -0.75

export interface TargetVolTerms {
  /** λ, proportional one-way cost. */
  readonly costRate: number
  /** γ, absolute risk aversion per 1.00 of quote. */
  readonly riskAversion: number
  /** dT/dS of the whole book per 1.00 of quote: positive when short of gamma. */
  readonly gamma: number
  /** The sum of the absolute parts of dT/dS. */
  readonly grossGamma: number
  readonly spot: number
}

/**
 * The factor on every vol of a book's target: √(1 + K), K = 5.4·(λ⁶·γS²G)^⅛·Γ/G with G the gross gamma (for one series
 * Γ/G is 1 when sold, -1 when held).
 *
 * A hedger who pays for each trade is short of a little more variance than the market has when short of gamma, and long of a
 * little less when long (Leland 1985). Zakamouline (2006) fits K = 4.76·λ^0.78·τ^-0.02·σ^-0.25·(γS²|Γ|)^0.15; the cost of a
 * hedge is flat in K, so τ and σ are dropped and the powers rounded to an eighth root.
 */
export function targetVolFactor({ costRate, riskAversion, gamma, grossGamma, spot }: TargetVolTerms): number {
  const cube = costRate * costRate * costRate
  const eighth = cube * cube * riskAversion * spot * spot * grossGamma
  if (!(eighth > 0)) return 1
  const k = STRENGTH * Math.sqrt(Math.sqrt(Math.sqrt(eighth))) * (gamma / grossGamma)
  return Math.sqrt(1 + Math.min(Math.max(k, LEAST), MOST))
}
