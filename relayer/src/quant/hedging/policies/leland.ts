// SPDX-License-Identifier: MIT
import { type Exposure, type Hedge, hedgeOf } from '../exposure.ts'
import type { Policy } from '../policy.ts'

/**
 * Delta at a modified vol every `every` checks (Leland 1985): σ̂² = σ²(1 + √(2/π)·2λ/(σ√δt)) for a book short of gamma at the
 * check, minus for a long one, never below a tenth of σ².
 *
 * @param interval years between two checks
 * @param costRate λ, one way
 */
export function leland(every: number, interval: number, costRate: number, vol: number): Policy {
  const term = (Math.sqrt(2 / Math.PI) * 2 * costRate) / (vol * Math.sqrt(every * interval))
  const short = Math.sqrt(1 + term)
  const long = Math.sqrt(Math.max(0.1, 1 - term))
  const hedge: Hedge = { target: 0, gamma: 0, grossGamma: 0 }
  let book: Exposure
  return {
    start(started) {
      book = started
    },
    next(held, { step, time, spot, logSpot, gamma }) {
      if (step % every !== 0) return held
      hedgeOf(book, spot, logSpot, time, gamma >= 0 ? short : long, hedge)
      return hedge.target
    },
  }
}
