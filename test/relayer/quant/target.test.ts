import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fundingWalk } from '../../../relayer/src/quant/funding-walk.ts'
import { ladderTarget } from '../../../relayer/src/quant/ladder.ts'
import { optionSheet } from '../../../relayer/src/quant/option-sheet.ts'
import { instantOf, instantsPassed, settlementWeight } from '../../../relayer/src/quant/settlement-weight.ts'
import { bodyTarget, listTarget } from '../../../relayer/src/quant/target.ts'
import { varianceLeft } from '../../../relayer/src/quant/variance-left.ts'

const DAY = 86_400
const window = { window: 900, instants: 15 }
const shortCalls = optionSheet([
  { strike: 3_000, expiry: 30 * DAY, vol: 0.6, carry: 0, size: -100, put: false },
])

describe('settlement weights', () => {
  it('step at every instant and are zero from expiry on', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5_000 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: -100, max: 6_000 }),
        (length, instants, elapsed) => {
          const terms = { window: length, instants }
          const expiry = 100_000
          const time = expiry - length + elapsed
          let passed = 0
          for (let i = 1; i <= instants; i++) if (instantOf(expiry, i, terms) <= time) passed = i
          expect(instantsPassed(expiry, time, terms)).toBe(passed)
          expect(settlementWeight(expiry, time, terms)).toBeCloseTo(1 - passed / instants, 12)
        },
      ),
    )
  })

  it('leave a series whole without a window', () => {
    expect(settlementWeight(1_000, 999, { window: 0, instants: 0 })).toBe(1)
    expect(settlementWeight(1_000, 1_000, { window: 0, instants: 0 })).toBe(0)
  })
})

describe('targets', () => {
  it('make the delta of the book zero', () => {
    const { target, gamma } = listTarget(shortCalls, 3_000, 0, window)
    expect(target).toBeGreaterThan(50)
    expect(target).toBeLessThan(60)
    const slope =
      (listTarget(shortCalls, 3_001, 0, window).target - listTarget(shortCalls, 2_999, 0, window).target) / 2
    expect(slope).toBeCloseTo(gamma, 6)
  })

  it('are offset + share · T on a spoke', () => {
    const whole = listTarget(shortCalls, 3_100, DAY, window)
    const part = bodyTarget({ offset: 5, share: 0.25, sheet: shortCalls }, 3_100, DAY, window)
    expect(part.target).toBeCloseTo(5 + whole.target / 4, 12)
    expect(part.gamma).toBeCloseTo(whole.gamma / 4, 12)
  })

  it('roll off in the settlement window', () => {
    const half = 30 * DAY - 450
    const before = listTarget(shortCalls, 3_300, 30 * DAY - 901, window).target
    expect(listTarget(shortCalls, 3_300, half, window).target).toBeCloseTo((before * 8) / 15, 0)
    expect(listTarget(shortCalls, 3_300, 30 * DAY, window).target).toBeCloseTo(0, 12)
  })
})

describe('the variance left', () => {
  const rows = [
    { strike: 3_000, expiry: DAY, vol: 0.6, carry: 0, size: -30, put: false },
    { strike: 2_900, expiry: 30 * DAY, vol: 0.5, carry: 0, size: 10, put: true },
  ]
  const sheet = optionSheet(rows)
  const exact = (time: number) => {
    let [sizes, sum] = [0, 0]
    for (const { expiry, vol, size } of rows) {
      const weight = Math.abs(size) * settlementWeight(expiry, time, window)
      sizes += weight
      sum += (weight * vol ** 2 * Math.max(0, expiry - time)) / (365 * DAY)
    }
    return sizes === 0 ? 0 : sum / sizes
  }

  it('is weighted by what is not settled, whenever it is asked', () => {
    const variance = varianceLeft(sheet, window)
    const times = fc.integer({ min: 0, max: 31 * DAY })
    const nearSettlement = fc.integer({ min: DAY - 1_000, max: DAY + 100 })
    fc.assert(
      fc.property(fc.oneof(times, nearSettlement), (time) => {
        expect(Math.abs(variance(time) - exact(time))).toBeLessThan(1e-15)
      }),
      { numRuns: 1_000 },
    )
  })

  it('is zero once nothing lives', () => {
    expect(varianceLeft(sheet, window)(30 * DAY)).toBe(0)
    expect(varianceLeft(optionSheet([]), window)(0)).toBe(0)
    expect(varianceLeft(sheet, { window: 0, instants: 0 })(DAY)).toBeCloseTo((0.25 * 29) / 365, 15)
  })
})

describe('ladders', () => {
  const nodes = 60
  const step = 1.02
  const lowestSpot = 3_000 / step ** 30
  const times = [0, DAY]
  const at = (spot: number, time: number) => listTarget(shortCalls, spot, time, window)
  const cells = times.flatMap((time) =>
    Array.from({ length: nodes }, (_, node) => at(lowestSpot * step ** node, time)),
  )
  const table = {
    lowestSpot,
    step,
    nodes,
    times: Float64Array.from(times),
    deltas: Float64Array.from(cells, ({ target }) => target),
    gammas: Float64Array.from(cells, ({ gamma }) => gamma),
    firstVariance: at(3_000, 0).variance,
    lastVariance: at(3_000, DAY).variance,
  }

  it('follow the exact target inside the grid', () => {
    for (let spot = lowestSpot + 1; spot < lowestSpot * step ** (nodes - 1); spot += 17.3) {
      const got = ladderTarget(table, spot, 0)
      expect(got.inside).toBe(true)
      expect(Math.abs(got.target - at(spot, 0).target)).toBeLessThan(0.01)
      expect(Math.abs(got.gamma - at(spot, 0).gamma)).toBeLessThan(1e-3)
    }
    expect(ladderTarget(table, 3_010, DAY / 2).target).toBeCloseTo(at(3_010, DAY / 2).target, 1)
    expect(ladderTarget(table, 3_010, DAY / 2).variance).toBeCloseTo(at(3_010, DAY / 2).variance, 12)
  })

  it('are flat and idle outside, in spot and in time', () => {
    expect(ladderTarget(table, lowestSpot / 2, 0)).toMatchObject({ gamma: 0, inside: false })
    expect(ladderTarget(table, lowestSpot / 2, 0).target).toBeCloseTo(cells[0]!.target, 9)
    expect(ladderTarget(table, 1e6, 0).inside).toBe(false)
    expect(ladderTarget(table, 3_000, DAY + 1)).toMatchObject({ gamma: 0, inside: false })
    expect(ladderTarget(table, 3_000, -1).inside).toBe(false)
    expect(ladderTarget(table, 3_000, -1).variance).toBe(table.firstVariance)
    expect(ladderTarget(table, 3_000, 2 * DAY).variance).toBeCloseTo(table.lastVariance, 15)
  })
})

describe('the funding walk', () => {
  it('pays for every target in range from where the book stands', () => {
    const targetAt = (spot: number) => listTarget(shortCalls, spot, 0, window)
    const walk = { spot: 3_000, range: 0.16 }
    const empty = fundingWalk(targetAt, 0, walk)
    expect(empty).toBeLessThan(targetAt(3_480).target * 3_480)
    const { target } = targetAt(3_000)
    expect(empty - fundingWalk(targetAt, target, walk)).toBeCloseTo(target * 3_000, 6)
    expect(fundingWalk(targetAt, 100, walk)).toBe(0)
  })

  it('buys at the dearer price on a falling walk too', () => {
    const targetAt = (spot: number) => ({
      target: spot < 2_900 ? 13 : 10,
      gamma: 0,
      variance: 0.1,
      inside: true,
    })
    expect(fundingWalk(targetAt, 10, { spot: 3_000, range: 0.16 })).toBeCloseTo(3 * 2_940, 6)
  })

  // the same figures as the contract's: test/contracts/risk/MarginEngine.t.sol
  it.each([
    [0, 1, 0, 280_956.928642],
    [3, 0.5, 10, 119_478.464321],
    [-20, 1, 10, 190_956.928641],
    [20, 0, 10, 30_000],
    [10, 0, 10, 0],
    [-60, 0.5, 10, 0],
  ])('agrees with the hub for offset %d, share %d, %d held', (offset, share, held, need) => {
    const sheet = optionSheet([
      { strike: 3_000, expiry: 14 * DAY, vol: 0.6, carry: 0, size: -100, put: false },
    ])
    const targetAt = (spot: number) => bodyTarget({ offset, share, sheet }, spot, 0, window)
    expect(fundingWalk(targetAt, held, { spot: 3_000, range: 0.16 })).toBeCloseTo(need, 1)
  })
})
