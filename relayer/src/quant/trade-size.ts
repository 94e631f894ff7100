// SPDX-License-Identifier: MIT
import { requirePositive, requireWithin } from './field-error.ts'
import { slicesOf } from './market-impact.ts'

/**
 * A governed number: what it begins at, and what no vote exceeds. Judgements, not measurements. The contracts hold votes to
 * the hard ones, by the governed `liquidity` of a market on a spoke (contracts/risk/ranges/LiquidityRules.sol).
 */
export interface Governed {
  readonly usual: number
  readonly hard: number
}

/**
 * Highest φ that new risk may lead to. At 0.25 the vol that a market shows is a third above its own, at 1 it has no end;
 * `GammaLimit` enforces the vote and the hard maximum.
 */
export const stabilityLimit: Governed = { usual: 0.1, hard: 0.25 }
/** One trade as a share of the base within 50 bp of the price. */
export const depthLimit: Governed = { usual: 0.05, hard: 0.1 }
/** One trade, and one offset, as a share of the base traded on a day. */
export const volumeLimit: Governed = { usual: 0.02, hard: 0.05 }
/** Share that one trade may move the price by, by the square-root law (Tóth et al. 2011). */
export const impactLimit: Governed = { usual: 0.001, hard: 0.003 }
/** Share of itself that a trade of the band's width may ask for again, f; a judgement as well. */
export const selfImpactLimit: Governed = { usual: 0.3, hard: 0.5 }
/** Seconds between slices, and the share of them that chance adds or takes: a schedule that nobody can foresee to the second. */
export const sliceSpacing = { seconds: 60, jitter: 0.2 } as const

/** Shares that a clip keeps to. */
export interface ClipShares {
  readonly depth: number
  readonly volume: number
  readonly impact: number
}

/** The shares that governance begins with, or those that no vote exceeds. */
export function clipShares(level: keyof Governed): ClipShares {
  return { depth: depthLimit[level], volume: volumeLimit[level], impact: impactLimit[level] }
}

/** What one trade meets; base units and shares of one. */
export interface TradeMarket {
  /** Base within 50 bp of the price, on one side. */
  readonly halfPercentDepth: number
  /** Base traded on a day. */
  readonly dailyVolume: number
  /** σ_d, vol of a day: σ/√365. */
  readonly dailyVol: number
  /** Y, impact of a day's volume in daily vols: 0.5 to 1 in the literature. */
  readonly impactFactor: number
}

/**
 * Base of one trade at most: its share of the depth within 50 bp, its share of a day's volume, and what moves the price by the
 * tolerated impact, Q = ADV·(impact/(Yσ_d))²; the least of the three.
 */
export function clipSize(market: TradeMarket, shares: ClipShares): number {
  requirePositive('halfPercentDepth', market.halfPercentDepth)
  requirePositive('dailyVolume', market.dailyVolume)
  requirePositive('dailyVol', market.dailyVol)
  requirePositive('impactFactor', market.impactFactor)
  requireWithin('depth', shares.depth, 0, 1)
  requireWithin('volume', shares.volume, 0, 1)
  requireWithin('impact', shares.impact, 0, 1)
  const tolerated = shares.impact / (market.impactFactor * market.dailyVol)
  return Math.min(
    shares.depth * market.halfPercentDepth,
    shares.volume * market.dailyVolume,
    market.dailyVolume * tolerated * tolerated,
  )
}

/**
 * Base that one move of an allocation may shift between spokes: the governed gap of the range of the target, which bounds what
 * two epochs in force may disagree by, and a share of the volume of the thinner spoke, which has to trade it.
 */
export function offsetSize(range: number, gap: number, dailyVolume: number, share: number): number {
  requireWithin('range', range, 0, Number.MAX_VALUE)
  requireWithin('gap', gap, 0, 1)
  requirePositive('dailyVolume', dailyVolume)
  requireWithin('share', share, 0, 1)
  return Math.min(gap * range, share * dailyVolume)
}

/**
 * Short gamma that a market bears: φ·Depth(1 %)/(S·1 %), where `stabilityRatio` is φ.
 *
 * @param onePercentDepth base that moves the price by one percent
 */
export function shortGammaLimit(spot: number, onePercentDepth: number, ratio: number): number {
  requirePositive('spot', spot)
  requirePositive('onePercentDepth', onePercentDepth)
  requireWithin('ratio', ratio, 0, 1)
  return (ratio * onePercentDepth) / (spot * 0.01)
}

/** One part of a hedge: base with the sign of the whole, and seconds to wait before it. */
export interface Slice {
  readonly base: number
  readonly wait: number
}

/**
 * A hedge cut into equal slices within the clip, the first at once.
 *
 * @param draw numbers in [0, 1), one a slice
 */
export function sliceSchedule(base: number, clip: number, draw: () => number): readonly Slice[] {
  const count = slicesOf(base, clip)
  const { seconds, jitter } = sliceSpacing
  return Array.from({ length: count }, (_, at) => ({
    base: base / count,
    wait: at === 0 ? 0 : seconds * (1 + jitter * (2 * draw() - 1)),
  }))
}
