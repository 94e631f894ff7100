// SPDX-License-Identifier: MIT
import { cdf, pdf } from '../normal.ts'

const REACH = 8.5
const PER_UNIT = 64
const CELLS = 2 * REACH * PER_UNIT
const CDF = new Float64Array(CELLS + 2)
const PDF = new Float64Array(CELLS + 2)
for (let i = 0; i < CDF.length; i++) {
  CDF[i] = cdf(i / PER_UNIT - REACH)
  PDF[i] = pdf(i / PER_UNIT - REACH)
}

/** Φ within 1e-10, by cubic Hermite in a table: a benchmark asks for it a billion times. */
export function quickCdf(x: number): number {
  const place = (x + REACH) * PER_UNIT
  if (!(place > 0)) return 0
  if (place >= CELLS) return 1
  const cell = place | 0
  const t = place - cell
  const rise = CDF[cell + 1]! - CDF[cell]!
  const left = PDF[cell]! / PER_UNIT - rise
  const right = rise - PDF[cell + 1]! / PER_UNIT
  return CDF[cell]! + t * (rise + (1 - t) * ((1 - t) * left + t * right))
}

/** φ within 1e-10 by the same table; its slope is -xφ. */
export function quickPdf(x: number): number {
  const place = (x + REACH) * PER_UNIT
  if (!(place > 0 && place < CELLS)) return 0
  const cell = place | 0
  const t = place - cell
  const low = PDF[cell]!
  const high = PDF[cell + 1]!
  const start = cell / PER_UNIT - REACH
  const rise = high - low
  const left = (-start * low) / PER_UNIT - rise
  const right = rise + ((start + 1 / PER_UNIT) * high) / PER_UNIT
  return low + t * (rise + (1 - t) * ((1 - t) * left + t * right))
}
