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

/**
 * The band in force: floor ≤ b ≤ a ≤ min(cap, capShare·range); both are the floor where that cap lies below it. Once nothing of
 * the book lives (`variance` 0) no last trade is to come: the endless band of no gamma, which is the floor.
 */
export function band(terms: BandTerms, point: BandPoint, range: number): Band {
  const limit = Math.max(terms.floor, Math.min(terms.cap, terms.capShare * range))
  // beyond the range of plain numbers a band is wider than any limit
  const clamp = (width: number) =>
    Number.isNaN(width) ? limit : Math.min(Math.max(width, terms.floor), limit)
  const { riskAversion, gamma, spot, variance } = point
  if (gamma === 0 && variance === 0) return { outer: terms.floor, inner: terms.floor }
  if (riskAversion <= 0) return { outer: limit, inner: limit }
  const { outer, inner } =
    variance === 0 ? optimalBand(terms, riskAversion, gamma, spot) : horizonBand(terms, point)
  return { outer: clamp(outer), inner: Number.isFinite(outer) ? clamp(inner) : limit }
}
