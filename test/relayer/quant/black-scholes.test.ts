import { describe, expect, it } from 'vitest'
import { evaluate, YEAR } from '../../../relayer/src/quant/black-scholes.ts'
import { greekColumns } from '../../../relayer/src/quant/columns/columns.ts'
import { optionSheet } from '../../../relayer/src/quant/option-sheet.ts'
import { reference } from './reference.ts'

const names = ['price', 'delta', 'gamma', 'vega', 'theta'] as const

/** The kernel has no yield; times are given back in seconds. */
function rows(file: string) {
  return reference(`black-scholes/${file}.csv`).filter((row) => row.yield === 0)
}

function evaluateRow(row: Readonly<Record<string, number>>) {
  const sheet = optionSheet([
    {
      strike: row.strike!,
      expiry: row.tau! * YEAR,
      vol: row.vol!,
      carry: row.rate!,
      size: 1,
      put: row.put === 1,
    },
  ])
  const out = greekColumns(1)
  evaluate(sheet, row.spot!, 0, out)
  return Object.fromEntries(names.map((name) => [name, out[name][0]!])) as Record<
    (typeof names)[number],
    number
  >
}

describe('P13: greeks in columns', () => {
  it.each(['grid', 'alive', 'scattered'])('agree with the reference values (%s)', (file) => {
    const all = rows(file)
    expect(all.length).toBeGreaterThan(50)
    for (const row of all) {
      const got = evaluateRow(row)
      const spot = row.spot!
      const scale = spot + row.strike!
      // a relative error of 1e-16 in S/K is 1e-16 / (σ√τ) in d1
      const condition = 1 + 1 / Math.max(1e-9, row.vol! * Math.sqrt(row.tau!))
      expect(Math.abs(got.delta - row.delta!)).toBeLessThanOrEqual(2e-15 * condition)
      expect(Math.abs(got.price - row.price!)).toBeLessThanOrEqual(1e-14 * scale)
      expect(Math.abs(got.vega - row.vega!)).toBeLessThanOrEqual(1e-13 * scale * condition)
      expect(Math.abs(got.gamma - row.gamma!)).toBeLessThanOrEqual(
        1e-12 * condition * (Math.abs(row.gamma!) + 1 / spot),
      )
    }
  })

  it('takes the exact limits where nothing is left to vary', () => {
    const bell = 100 * 0.3989422804014327
    for (const [spot, delta, price, vega] of [
      [90, 0, 0, 0],
      [110, 1, 10, 0],
      [100, 0.5, 0, bell],
    ] as const) {
      const got = evaluateRow({ spot, strike: 100, vol: 0, tau: 1, rate: 0, put: 0 })
      expect(got).toMatchObject({ delta, price, gamma: 0, vega })
    }
  })

  it('keeps put-call parity and never returns NaN', () => {
    for (const row of [...rows('grid'), ...rows('limits')]) {
      const call = evaluateRow({ ...row, put: 0 })
      const put = evaluateRow({ ...row, put: 1 })
      const forward = row.spot! - row.strike! * Math.exp(-row.rate! * row.tau!)
      if (Number.isFinite(forward)) {
        expect(Math.abs(call.price - put.price - forward)).toBeLessThanOrEqual(
          1e-14 * (row.spot! + row.strike!),
        )
      }
      expect(call.delta - put.delta).toBeCloseTo(1, 14)
      for (const name of ['delta', 'gamma', 'vega'] as const) expect(call[name]).not.toBeNaN()
    }
  })
})
