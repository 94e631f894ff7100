// SPDX-License-Identifier: MIT
import { type Column, type GreekColumns, type Input, inputs, type OptionColumns, outputs } from './columns.ts'
import { QuantInputError } from './input-error.ts'

/** Least and most of each input. Inside them no result overflows; each bound lies far outside every market. */
export const limits: { readonly [name in Input]: readonly [least: number, most: number] } = {
  spot: [1e-30, 1e30],
  strike: [1e-30, 1e30],
  tau: [0, 50],
  vol: [0, 100],
  rate: [-5, 5],
  yield: [-5, 5],
  sign: [-1, 1],
}

/** Throws unless `value` is a number between the bounds. */
export function checkNumber(field: string, value: number, least: number, most: number, row?: number): void {
  if (value >= least && value <= most) return
  throw new QuantInputError(field, `is ${value}, not within ${least} … ${most}`, row)
}

function isDetached(column: Column): boolean {
  if (column.length > 0 || column.buffer.byteLength > 0) return false
  try {
    return new Float64Array(column.buffer).length < 0
  } catch {
    // no view of a detached buffer can be made
    return true
  }
}

function checkColumn(field: string, column: unknown, rows: number): void {
  if (!(column instanceof Float64Array)) throw new QuantInputError(field, 'is not a Float64Array')
  if (isDetached(column)) throw new QuantInputError(field, 'lies over a detached buffer')
  if (column.length !== rows) throw new QuantInputError(field, `has ${column.length} rows, not ${rows}`)
}

/** Throws unless all columns are there and of one length, which is not zero. */
export function checkShape(rows: number, options: OptionColumns, greeks: GreekColumns): void {
  if (!Number.isInteger(rows) || rows <= 0)
    throw new QuantInputError('rows', `is ${rows}: nothing to evaluate`)
  for (const name of inputs) checkColumn(name, options[name], rows)
  for (const name of outputs) checkColumn(name, greeks[name], rows)
}

/** Throws unless `from` … `to` are rows of a sheet. */
export function checkRange(from: number, to: number, rows: number): void {
  if (!Number.isInteger(from) || from < 0) throw new QuantInputError('from', `is ${from}, not a row`)
  if (!Number.isInteger(to) || to <= from || to > rows) {
    throw new QuantInputError('to', `is ${to}, not above ${from} and within ${rows}`)
  }
}

/** Throws at the first input of the rows `from` … `to` that is out of range, NaN included. */
export function checkValues(options: OptionColumns, from: number, to: number): void {
  for (const name of inputs) {
    const column = options[name]
    const [least, most] = limits[name]
    for (let i = from; i < to; i++) {
      const value = column[i]!
      if (!(value >= least && value <= most)) checkNumber(name, value, least, most, i)
    }
  }
  const { sign } = options
  for (let i = from; i < to; i++) {
    const value = sign[i]!
    if (value !== 1 && value !== -1) throw new QuantInputError('sign', `is ${value}, neither 1 nor -1`, i)
  }
}
