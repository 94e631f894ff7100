import { density, normalCdf } from './normal-distribution.ts'

/**
 * The hedge rule of docs/hedging.md, written from its formulas alone: what a book holds, what it should hold, and the trade
 * that is due. Deltas are base units, prices quote per base.
 */
export type Option = {
  readonly put: boolean
  readonly strike: number
  readonly expiry: number
  /** Negative: sold. */
  readonly size: number
  readonly vol: number
}

export type Mandate = {
  readonly offset: number
  readonly share: number
  readonly riskAversion: number
  readonly range: number
  readonly options: readonly Option[]
}

export type Terms = {
  readonly costRate: number
  readonly fixedCost: number
  readonly floor: number
  readonly cap: number
  readonly capShare: number
  readonly settlement: { readonly window: number; readonly instants: number }
}

const YEAR = 31_536_000

/** T, dT/dS and the variance left of a mandate at a price and time. */
export function targetOf(mandate: Mandate, spot: number, time: number, terms: Terms) {
  let [target, slope, open, remaining] = [0, 0, 0, 0]
  for (const option of mandate.options) {
    const left = unsettled(option.expiry, time, terms.settlement)
    if (left === 0) continue
    const years = (option.expiry - time) / YEAR
    open += Math.abs(option.size) * left
    remaining += Math.abs(option.size) * left * option.vol ** 2 * years
    const spread = option.vol * Math.sqrt(years)
    const d1 = (Math.log(spot / option.strike) + (option.vol ** 2 / 2) * years) / spread
    const delta = option.put ? -normalCdf(-d1) : normalCdf(d1)
    target -= option.size * left * delta
    slope -= (option.size * left * density(d1)) / (spot * spread)
  }
  return {
    target: mandate.offset + mandate.share * target,
    slope: mandate.share * slope,
    variance: open === 0 ? 0 : remaining / open,
  }
}

/** Part of a series whose settlement instants still lie ahead. */
function unsettled(expiry: number, time: number, { window, instants }: Terms['settlement']): number {
  let ahead = 0
  for (let i = 1; i <= instants; i++) {
    if (expiry - window + Math.floor((i * window) / instants) > time) ahead += 1
  }
  return ahead / instants
}

/** What the band depends on besides its terms. */
type Point = { readonly slope: number; readonly variance: number }

/**
 * a and b of the band in force: those of an endless book widened by what the end of the book makes not worth trading, between
 * floor and cap.
 */
export function bandOf(mandate: Mandate, point: Point, spot: number, terms: Terms) {
  const cap = Math.max(terms.floor, Math.min(terms.cap, terms.capShare * mandate.range))
  const clamp = (width: number) => Math.max(terms.floor, Math.min(cap, width))
  const endless = endlessBand(mandate, point.slope, spot, terms)
  if (point.variance === 0) return { outer: clamp(endless.outer), inner: clamp(endless.inner) }
  // A unit away from its target costs ½ γ S² v in expected utility until the end; against that stand λ S and k.
  const harm = (mandate.riskAversion * spot ** 2 * point.variance) / 2
  const inner = endless.inner + (terms.costRate * spot) / (2 * harm)
  const outer = inner + Math.hypot(endless.outer - endless.inner, Math.sqrt(terms.fixedCost / harm))
  return { outer: clamp(outer), inner: clamp(inner) }
}

/** The pair that solves a·b·(a+b) = P and (a+b)(a-b)³ = Q, by bisection on the ratio b/a. */
function endlessBand(mandate: Mandate, slope: number, spot: number, terms: Terms) {
  const scale = slope ** 2 / mandate.riskAversion
  if (scale === 0) return { outer: 0, inner: 0 }
  const proportional = 3 * terms.costRate * spot * scale
  const fixed = 12 * terms.fixedCost * scale
  if (proportional === 0) return { outer: fixed ** 0.25, inner: 0 }
  let [low, high] = [0, 1]
  for (let i = 0; i < 200; i++) {
    const ratio = (low + high) / 2
    // With b = ratio·a: a³ = P / (ratio (1 + ratio)); what Q that a would go with falls as the ratio rises.
    const outer = Math.cbrt(proportional / (ratio * (1 + ratio)))
    if ((1 + ratio) * (1 - ratio) ** 3 * outer ** 4 > fixed) low = ratio
    else high = ratio
  }
  const ratio = (low + high) / 2
  const outer = Math.cbrt(proportional / (ratio * (1 + ratio)))
  return { outer, inner: ratio * outer }
}

/** The trade that brings a book from where it is to the inner edge on its side; positive buys. */
export function tradeDue(held: number, target: number, inner: number): number {
  const distance = held - target
  const excess = Math.abs(distance) - inner
  return excess <= 0 ? 0 : -Math.sign(distance) * excess
}
