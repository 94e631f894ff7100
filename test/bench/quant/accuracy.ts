import { type Input, inputs, type Output, type Sheet } from '@gimbal/relayer/quant'
import { reference } from '../../relayer/quant/reference.ts'

const five: readonly Output[] = ['price', 'delta', 'gamma', 'vega', 'theta']
const eight: readonly Output[] = [...five, 'rho', 'vanna', 'volga']

export type Reference = readonly Readonly<Record<string, number>>[]

/** 216 ordinary points without rates, which every peer takes, and 584 with corners that a double holds exactly. */
export const points: { readonly grid: Reference; readonly corners: Reference } = {
  grid: reference('black-scholes/grid.csv'),
  corners: reference('black-scholes/exact-inputs.csv'),
}

export function fillReference({ options }: Sheet, rows: Reference): void {
  const read = (name: Input, row: Reference[number]) =>
    name === 'sign' ? 1 - 2 * (row.put ?? 0) : (row[name] ?? Number.NaN)
  for (const [i, row] of rows.entries()) {
    for (const name of inputs) options[name][i] = read(name, row)
  }
}

/** What one spot of error would be in each result of a row; a result beyond that is compared with itself. */
function unit(output: Output, row: Reference[number]): number {
  const spot = row.spot ?? Number.NaN
  if (output === 'delta' || output === 'vanna') return 1
  if (output === 'gamma') return 1 / spot
  return Math.max(spot, row.strike ?? 0) * Math.exp(Math.abs(row.rate ?? 0) * (row.tau ?? 0))
}

/** Largest error over all rows as a share of the spot (or strike, where that is larger); not a number if any result is not. */
export function worstError({ greeks }: Sheet, rows: Reference, outputs: 'five' | 'eight'): number {
  let worst = 0
  for (const [i, row] of rows.entries()) {
    for (const output of outputs === 'five' ? five : eight) {
      const right = row[output] ?? Number.NaN
      const error = Math.abs((greeks[output][i] ?? Number.NaN) - right)
      const share = error / Math.max(unit(output, row), Math.abs(right))
      if (Number.isNaN(share)) return Number.NaN
      worst = Math.max(worst, share)
    }
  }
  return worst
}
