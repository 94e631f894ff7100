// SPDX-License-Identifier: MIT
import { type Band, type BandTerms, optimalBand } from './band.ts'

/** Where a book stands: all a band depends on besides its governed terms. */
export interface BandPoint {
  /** γ, absolute risk aversion per 1.00 of quote. */
  readonly riskAversion: number
  /** dT/dS per 1.00 of quote. */
  readonly gamma: number
  readonly spot: number
  /** v, what is left of the book's variance until expiry: σ²τ. */
  readonly variance: number
}

/** What a distance from the target is allowed to be because there is little time left to suffer from it. */
export interface HorizonWidths {
  /** h = λ/(γSv): below it the proportional cost of a trade exceeds all the risk that is left. */
  readonly proportional: number
  /** d = √(2k/(γS²v)): the smallest trade that is worth its fixed cost. */
  readonly fixed: number
}

/**
 * Widths of a hedge that is to be corrected once and then kept: moving the distance from y to b costs λS(y-b) + k and saves
 * ½γS²v·(y²-b²), so b = λ/(γSv) and y-b ≥ √(2k/(γS²v)). The first is Zakamouline's H0 (2006).
 */
export function horizonWidths(
  terms: Pick<BandTerms, 'costRate' | 'fixedCost'>,
  { riskAversion, spot, variance }: BandPoint,
): HorizonWidths {
  const risk = riskAversion * spot * variance
  return {
    proportional: terms.costRate === 0 ? 0 : terms.costRate / risk,
    fixed: terms.fixedCost === 0 ? 0 : Math.sqrt((2 * terms.fixedCost) / (risk * spot)),
  }
}

/**
 * Thresholds for a book that ends, without limits: the optimum of an endless one (`optimalBand`: b₁, a₁) and the widths of a
 * hedge that is corrected for the last time (h, d) joined: b = b₁ + h, a = b + √((a₁ - b₁)² + d²).
 */
export function horizonBand(terms: Pick<BandTerms, 'costRate' | 'fixedCost'>, point: BandPoint): Band {
  const endless = optimalBand(terms, point.riskAversion, point.gamma, point.spot)
  const last = horizonWidths(terms, point)
  const inner = endless.inner + last.proportional
  const gap = endless.outer - endless.inner
  return { outer: inner + Math.sqrt(gap * gap + last.fixed * last.fixed), inner }
}
