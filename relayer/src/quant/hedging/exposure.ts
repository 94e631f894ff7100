// SPDX-License-Identifier: MIT
import { quickCdf, quickPdf } from './quick-normal.ts'

/** European options at zero rates in columns; expiries in years from the start of the paths. */
export interface Exposure {
  readonly rows: number
  /** Signed options held; negative when sold. */
  readonly size: Float64Array
  readonly logStrike: Float64Array
  readonly expiry: Float64Array
  readonly vol: Float64Array
  readonly put: Uint8Array
}

export interface ExposureRow {
  readonly size: number
  readonly strike: number
  readonly expiry: number
  readonly vol: number
  readonly put: boolean
}

export function exposure(rows: readonly ExposureRow[]): Exposure {
  return {
    rows: rows.length,
    size: Float64Array.from(rows, ({ size }) => size),
    logStrike: Float64Array.from(rows, ({ strike }) => Math.log(strike)),
    expiry: Float64Array.from(rows, ({ expiry }) => expiry),
    vol: Float64Array.from(rows, ({ vol }) => vol),
    put: Uint8Array.from(rows, ({ put }) => (put ? 1 : 0)),
  }
}

/** T, the base that makes delta zero, dT/dS, and the sum of the absolute parts of dT/dS. */
export interface Hedge {
  target: number
  gamma: number
  grossGamma: number
}

/** T and dT/dS with every vol times `scale`; a series past its expiry has none. */
export function hedgeOf(
  book: Exposure,
  spot: number,
  logSpot: number,
  time: number,
  scale: number,
  out: Hedge,
): void {
  let target = 0
  let slope = 0
  let gross = 0
  for (let i = 0; i < book.rows; i++) {
    const tau = book.expiry[i]! - time
    if (tau <= 1e-12) continue
    const deviation = book.vol[i]! * scale * Math.sqrt(tau)
    const perDeviation = 1 / deviation
    const d1 = (logSpot - book.logStrike[i]!) * perDeviation + deviation * 0.5
    const size = book.size[i]!
    target -= size * (quickCdf(d1) - book.put[i]!)
    const part = size * quickPdf(d1) * perDeviation
    slope -= part
    gross += Math.abs(part)
  }
  out.target = target
  const perQuote = 1 / spot
  out.gamma = slope * perQuote
  out.grossGamma = gross * perQuote
}

/** What its holder gets from all of one series at its expiry. */
export function payoff(book: Exposure, row: number, logSpot: number): number {
  const gain = Math.exp(logSpot) - Math.exp(book.logStrike[row]!)
  return book.size[row]! * Math.max(0, book.put[row] === 1 ? -gain : gain)
}

/**
 * σ²τ of the series that live, weighted by their sizes; 0 when none lives. Weights by gamma would let a far series of a book speak for
 * all of it wherever the near ones are off the money.
 */
export function varianceLeft(book: Exposure, time: number, scale: number): number {
  let weights = 0
  let sum = 0
  for (let i = 0; i < book.rows; i++) {
    const tau = book.expiry[i]! - time
    if (tau <= 1e-12) continue
    const vol = book.vol[i]! * scale
    const weight = Math.abs(book.size[i]!)
    weights += weight
    sum += weight * vol * vol * tau
  }
  return weights > 0 ? sum / weights : 0
}

/** What the options of a holder are worth in quote, with every vol times `scale`. */
export function worthOf(book: Exposure, logSpot: number, time: number, scale: number): number {
  const spot = Math.exp(logSpot)
  let value = 0
  for (let i = 0; i < book.rows; i++) {
    const tau = book.expiry[i]! - time
    if (tau <= 1e-12) continue
    const deviation = book.vol[i]! * scale * Math.sqrt(tau)
    const strike = Math.exp(book.logStrike[i]!)
    const d1 = (logSpot - book.logStrike[i]!) / deviation + deviation / 2
    const call = spot * quickCdf(d1) - strike * quickCdf(d1 - deviation)
    value += book.size[i]! * (book.put[i] === 1 ? call - spot + strike : call)
  }
  return value
}
