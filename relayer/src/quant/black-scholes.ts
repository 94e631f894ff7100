// SPDX-License-Identifier: MIT
import { cdf, pdf } from './normal.ts'
import type { OptionSheet } from './option-sheet.ts'

/** Seconds of the year that every vol and carry of the protocol is quoted for. */
export const YEAR = 365 * 86_400

/** Results in columns, per option (not per position): gamma per 1.00 quote, vega per 1.00 vol, theta per year. */
export interface GreekColumns {
  readonly price: Float64Array
  readonly delta: Float64Array
  readonly gamma: Float64Array
  readonly vega: Float64Array
  readonly theta: Float64Array
}

export function greekColumns(rows: number): GreekColumns {
  const column = () => new Float64Array(rows)
  return { price: column(), delta: column(), gamma: column(), vega: column(), theta: column() }
}

/**
 * Black-Scholes with carry r and no yield for every row at `spot` and `time`, written into `out`.
 * Where σ√τ is zero it gives the exact limit: delta 1, 0 or, at the discounted strike, a half.
 */
export function evaluate(sheet: OptionSheet, spot: number, time: number, out: GreekColumns): void {
  for (let i = 0; i < sheet.rows; i++) {
    const tau = Math.max(0, sheet.expiry[i]! - time) / YEAR
    const rate = sheet.carry[i]!
    const vol = sheet.vol[i]!
    const rootTau = Math.sqrt(tau)
    const deviation = vol * rootTau
    const discounted = sheet.strike[i]! * Math.exp(-rate * tau)
    const isPut = sheet.put[i] === 1

    let deltaCall: number
    let inTheMoney: number
    let density = 0
    if (deviation > 0) {
      const d1 = Math.log(spot / discounted) / deviation + deviation / 2
      deltaCall = cdf(d1)
      inTheMoney = cdf(d1 - deviation)
      density = pdf(d1)
    } else {
      deltaCall = spot > discounted ? 1 : spot < discounted ? 0 : 0.5
      inTheMoney = deltaCall
    }
    const decay = deviation > 0 ? (-spot * density * vol) / (2 * rootTau) : 0
    const call = spot * deltaCall - discounted * inTheMoney
    out.price[i] = isPut ? call - spot + discounted : call
    out.delta[i] = isPut ? deltaCall - 1 : deltaCall
    out.gamma[i] = deviation > 0 ? density / (spot * deviation) : 0
    out.vega[i] = spot * density * rootTau
    out.theta[i] = decay - rate * discounted * (isPut ? inTheMoney - 1 : inTheMoney)
  }
}
