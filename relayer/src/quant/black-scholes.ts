// SPDX-License-Identifier: MIT
import { type GreekColumns, type OptionColumns, optionColumns } from './columns/columns.ts'
import { greeksOf } from './columns/greeks-of.ts'
import type { OptionSheet } from './option-sheet.ts'

/** Seconds of the year that every vol and carry of the protocol is quoted for. */
export const YEAR = 365 * 86_400

/** Rows in which sheets of up to so many series are set out; grows, never shrinks. */
let scratch: OptionColumns = optionColumns(64)

function scratchFor(rows: number): OptionColumns {
  if (scratch.spot.length < rows) scratch = optionColumns(2 * rows)
  return scratch
}

/** Black–Scholes with carry r and no yield for every row at `spot` and `time`, written into `out`. */
export function evaluate(sheet: OptionSheet, spot: number, time: number, out: GreekColumns): void {
  const { rows, expiry, put } = sheet
  const options = scratchFor(rows)
  options.spot.fill(spot, 0, rows)
  options.strike.set(sheet.strike)
  options.vol.set(sheet.vol)
  options.rate.set(sheet.carry)
  for (let i = 0; i < rows; i++) {
    options.tau[i] = Math.max(0, expiry[i]! - time) / YEAR
    options.sign[i] = put[i] === 1 ? -1 : 1
  }
  greeksOf(options, out, 0, rows)
}
