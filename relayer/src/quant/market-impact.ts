// SPDX-License-Identifier: MIT
import { requirePositive, requireWithin } from './field-error.ts'

/** What a market can bear; base units, quote and shares of one. */
export interface MarketDepth {
  /** Base that moves the price by 1 % either way. */
  readonly onePercentDepth: number
  /** Base traded on a day. */
  readonly dailyVolume: number
  /** σ_d, vol of a day: σ/√365. */
  readonly dailyVol: number
  /** Y, impact of a day's volume in daily vols: 0.5 to 1 in the literature. */
  readonly impactFactor: number
}

/**
 * φ = |Γ|S·1 % / Depth(1 %), base over base: the hedge that a move of one percent asks for against what moves the price by one
 * percent. At 1 every hedge moves the price enough to ask for the same hedge again.
 */
export function stabilityRatio(gamma: number, spot: number, onePercentDepth: number): number {
  requireFinite('gamma', gamma)
  requirePositive('spot', spot)
  requirePositive('onePercentDepth', onePercentDepth)
  return (Math.abs(gamma) * spot * 0.01) / onePercentDepth
}

/**
 * Vol that a market shows while a book short of gamma is hedged in it: σ/(1-φ); σ/(1+φ) for one that is long. Infinite from φ = 1 on.
 */
export function effectiveVol(vol: number, ratio: number, shortGamma: boolean): number {
  requireWithin('vol', vol, 0, Number.MAX_VALUE)
  requireWithin('ratio', ratio, 0, Number.MAX_VALUE)
  if (!shortGamma) return vol / (1 + ratio)
  return ratio < 1 ? vol / (1 - ratio) : Number.POSITIVE_INFINITY
}

/** Base that moves a constant-product pool by one percent, to first order: half of one percent of its base. */
export function constantProductDepth(baseReserve: number): number {
  requirePositive('baseReserve', baseReserve)
  return baseReserve * 0.005
}

/** The same of a concentrated pool within its range: L·1 %/(2√p). */
export function concentratedDepth(liquidity: number, price: number): number {
  requirePositive('liquidity', liquidity)
  requirePositive('price', price)
  return (liquidity * 0.005) / Math.sqrt(price)
}

/** Share that a trade moves the price by: Y·σ_d·√(Q/ADV), the square-root law (Tóth et al. 2011). */
export function squareRootImpact(base: number, market: Omit<MarketDepth, 'onePercentDepth'>): number {
  requireWithin('base', base, 0, Number.MAX_VALUE)
  requireVolume(market)
  return market.impactFactor * market.dailyVol * Math.sqrt(base / market.dailyVolume)
}

/**
 * The narrowest band whose trades ask for no more than the share f of themselves again: Y²σ_d²|Γ|²S²/(ADV·f²), base.
 *
 * A trade of a band's width r moves the price by Y·σ_d·√(r/ADV)·S, and that moves the target by |Γ| times as much; it is at most
 * f·r from this width on.
 */
export function selfImpactFloor(
  gamma: number,
  spot: number,
  tolerated: number,
  market: Omit<MarketDepth, 'onePercentDepth'>,
): number {
  requireFinite('gamma', gamma)
  requirePositive('spot', spot)
  requirePositive('tolerated', tolerated)
  requireVolume(market)
  const move = market.impactFactor * market.dailyVol * gamma * spot
  return (move * move) / (market.dailyVolume * tolerated * tolerated)
}

/** Trades that a hedge is cut into: ⌈Q/clip⌉, all but the last of the clip's size; none for nothing. */
export function slicesOf(base: number, clip: number): number {
  requireFinite('base', base)
  requirePositive('clip', clip)
  return Math.ceil(Math.abs(base) / clip)
}

function requireVolume({ dailyVolume, dailyVol, impactFactor }: Omit<MarketDepth, 'onePercentDepth'>): void {
  requirePositive('dailyVolume', dailyVolume)
  requireWithin('dailyVol', dailyVol, 0, Number.MAX_VALUE)
  requirePositive('impactFactor', impactFactor)
}

function requireFinite(field: string, value: number): void {
  requireWithin(field, value, -Number.MAX_VALUE, Number.MAX_VALUE)
}
