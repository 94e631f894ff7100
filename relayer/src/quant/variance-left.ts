// SPDX-License-Identifier: MIT
import { YEAR } from './black-scholes.ts'
import type { OptionSheet } from './option-sheet.ts'
import { instantOf, instantsPassed, type SettlementWindow, settlementWeight } from './settlement-weight.ts'

/** v = a - b·(time - from) until the weights change. */
interface Line {
  readonly from: number
  readonly until: number
  readonly start: number
  readonly pace: number
}

/**
 * v of a list of series: Σ|size|·w·σ²τ / Σ|size|·w, of each what its settlement has not fixed yet; zero once nothing lives. Weights
 * by gamma would let a far series speak for all of a book wherever the near ones are off the money.
 *
 * It falls in a line from one settlement instant to the next, which is kept: a tick costs one product.
 */
export function varianceLeft(sheet: OptionSheet, terms: SettlementWindow): (time: number) => number {
  let line: Line = { from: Number.POSITIVE_INFINITY, until: 0, start: 0, pace: 0 }
  return (time) => {
    if (time < line.from || time >= line.until) line = lineFrom(sheet, terms, time)
    return Math.max(0, line.start - line.pace * (time - line.from))
  }
}

function lineFrom(sheet: OptionSheet, terms: SettlementWindow, time: number): Line {
  let until = Number.POSITIVE_INFINITY
  let sizes = 0
  let left = 0
  let pace = 0
  for (let i = 0; i < sheet.rows; i++) {
    const expiry = sheet.expiry[i]!
    const weight = settlementWeight(expiry, time, terms)
    if (weight === 0) continue
    until = Math.min(until, nextInstant(expiry, time, terms))
    const size = Math.abs(sheet.size[i]!) * weight
    const rate = size * sheet.vol[i]! ** 2
    sizes += size
    left += rate * ((expiry - time) / YEAR)
    pace += rate / YEAR
  }
  if (sizes === 0) return { from: time, until, start: 0, pace: 0 }
  return { from: time, until, start: left / sizes, pace: pace / sizes }
}

function nextInstant(expiry: number, time: number, terms: SettlementWindow): number {
  if (terms.window === 0 || terms.instants === 0) return expiry
  return instantOf(expiry, instantsPassed(expiry, time, terms) + 1, terms)
}
