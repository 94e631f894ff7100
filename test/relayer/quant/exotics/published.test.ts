import { describe, expect, it } from 'vitest'
import {
  assetOrNothing,
  baroneAdesiWhaley,
  bjerksundStensland,
  cashOrNothing,
  continuousArithmeticAsian,
  continuousGeometricAsian,
  discreteArithmeticAsian,
  discreteGeometricAsian,
  doubleBarrier,
  european,
  fixedLookback,
  floatingLookback,
  noTouch,
  oneTouch,
  type Payment,
  type Pricer,
  type SingleBarrier,
  simulatedArithmeticAsian,
  singleBarrier,
  type Touch,
} from '../../../../relayer/src/quant/exotics/index.ts'
import { type Case, casesOf, isPut, marketOf, yearsOf } from './cases.ts'

/** Each row of a table within the tolerance printed there. */
function finds(table: string, product: (row: Case) => Pricer): void {
  it.each(casesOf(table).map((row, i) => [i, row] as const))(`${table} %i`, (_, row) => {
    const value = product(row)(marketOf(row), yearsOf(row.T))
    expect(Math.abs(value - row.expected)).toBeLessThanOrEqual(row.tolerance)
  })
}

describe('published values of', () => {
  finds('digital_european_haug', (row) =>
    row.kind === 'cash-or-nothing-european'
      ? cashOrNothing({ put: isPut(row), strike: row.strike, cash: row.cash as number })
      : assetOrNothing({ put: isPut(row), strike: row.strike }),
  )

  finds('digital_american_touch_haug', (row) => {
    const pays: Payment = String(row.kind).startsWith('cash')
      ? { kind: 'cash', amount: row.cash as number }
      : { kind: 'asset' }
    const touch: Touch = { barrier: row.strike, side: isPut(row) ? 'down' : 'up', pays }
    if (row.knockin === false) return noTouch(touch)
    return oneTouch({ ...touch, when: String(row.kind).includes('expiry') ? 'expiry' : 'hit' })
  })

  finds('barrier_single_haug', (row) =>
    singleBarrier({
      kind: { DownIn: 'down-in', DownOut: 'down-out', UpIn: 'up-in', UpOut: 'up-out' }[
        row.barrierType as string
      ] as SingleBarrier['kind'],
      put: isPut(row),
      strike: row.strike,
      barrier: row.barrier as number,
      rebate: row.rebate as number,
    }),
  )

  finds('double_barrier_haug', (row) =>
    doubleBarrier({
      kind: row.barrierType === 'KnockOut' ? 'knock-out' : 'knock-in',
      put: isPut(row),
      strike: row.strike,
      low: row.barrierlo as number,
      high: row.barrierhi as number,
    }),
  )

  finds('lookback_floating_haug_bgk', (row) =>
    floatingLookback({ put: isPut(row), extreme: row.minmax as number }),
  )
  finds('lookback_fixed_haug', (row) =>
    fixedLookback({ put: isPut(row), strike: row.strike, extreme: row.minmax as number }),
  )

  finds('asian_geometric', (row) =>
    row.kind === 'continuous-geometric-average-price'
      ? continuousGeometricAsian({ put: isPut(row), strike: row.strike })
      : discreteGeometricAsian({
          put: isPut(row),
          strike: row.strike,
          fractions: (row.fixingTimes as number[]).map((t) => t / row.T),
        }),
  )

  finds('asian_continuous_arithmetic_levy_haug', (row) =>
    continuousArithmeticAsian({
      put: isPut(row),
      strike: row.strike,
      elapsed: yearsOf(row.elapsed as number),
      averageSoFar: row.currentAverage as number,
    }),
  )

  finds('asian_turnbull_wakeman_haug', (row) => {
    const n = row.fixings as number
    const fractions = fixingsOf(row, row.T - (row.firstFixing as number))
    const tilt = { flat: 0, up: 0.005, down: -0.005 }[row.slope as string]!
    const vols = fractions.map((_, i) => row.vol - tilt * (n - 1 - i))
    return discreteArithmeticAsian({ put: isPut(row), strike: row.strike, fractions, vols })
  })

  finds('american_baw_haug', (row) => baroneAdesiWhaley({ put: isPut(row), strike: row.strike }))
  finds('american_bjerksund_haug', (row) => bjerksundStensland({ put: isPut(row), strike: row.strike }))

  // The table was simulated itself and is good to about a hundredth: its first row, with one fixing to come, has a closed form.
  it.each(casesOf('asian_discrete_arithmetic_price_levy').map((row, i) => [i, row] as const))(
    'asian_discrete_arithmetic_price_levy %i, simulated',
    (_, row) => {
      const fractions = fixingsOf(row, row.fixingSpan as number)
      const product = { put: isPut(row), strike: row.strike, fractions }
      const paths = fractions.length > 60 ? 256 : 1024
      const estimate = simulatedArithmeticAsian(product, marketOf(row), fractionsEnd(row), {
        paths,
        batches: 8,
      })
      expect(Math.abs(estimate.value - row.expected)).toBeLessThan(0.01)
      expect(estimate.standardError).toBeLessThan(0.002)
    },
  )

  it('where the table has a closed form the simulation is nearer to it than the table', () => {
    const row = casesOf('asian_discrete_arithmetic_price_levy')[0]!
    const exact = european({ put: true, strike: 84 })(marketOf(row), fractionsEnd(row)) / 2
    const product = { put: true, strike: row.strike, fractions: [0, 1] }
    const estimate = simulatedArithmeticAsian(product, marketOf(row), fractionsEnd(row))
    expect(Math.abs(estimate.value - exact)).toBeLessThan(5 * estimate.standardError)
    expect(Math.abs(estimate.value - exact)).toBeLessThan(Math.abs(row.expected - exact) / 3)
  })
})

/** Fixings at whole days from the first to the last, as fractions of the life. */
function fixingsOf(row: Case, span: number): number[] {
  const n = row.fixings as number
  const first = row.firstFixing as number
  const end = fractionsEnd(row)
  return Array.from({ length: n }, (_, i) => Math.min(1, yearsOf(first + (i * span) / (n - 1)) / end))
}

function fractionsEnd(row: Case): number {
  return yearsOf(row.T)
}
