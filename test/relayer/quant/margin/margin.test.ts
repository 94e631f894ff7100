import { describe, expect, it } from 'vitest'
import { QuantInputError } from '../../../../relayer/src/quant/columns/input-error.ts'
import {
  leastWorth,
  type MarginLeg,
  type Scenario,
  type SolvencyTerms,
  scenarioMargin,
  shockedVols,
} from '../../../../relayer/src/quant/margin/index.ts'

const TERMS: SolvencyTerms = {
  volUp: 0.5,
  volDown: 0.25,
  volFloor: 0.5,
  shortCharge: 0.003,
  moveRate: 3,
  window: 1800,
}
const LEG: MarginLeg = {
  put: false,
  strike: 3000,
  expiry: 30 * 86_400,
  size: -1,
  vol: 0.6,
  carry: 0,
  weight: 1,
}
const BOOK = { spot: 3000, time: 0, settled: 0, legs: [LEG] }
const UP: Scenario = { spotMul: 1.16, volShock: 1, damp: 1 }

describe('scenario margin', () => {
  it('shocks vol by the power law, down to a day and a floor', () => {
    expect(shockedVols(0.6, 30 * 86_400, TERMS)).toEqual({ up: 0.6 * 1.5, down: 0.6 * 0.75 })
    expect(shockedVols(0.1, 90 * 86_400, TERMS).up).toBe(0.5)
    expect(shockedVols(0.6, 60, TERMS)).toEqual(shockedVols(0.6, 86_400, TERMS))
  })

  it('names the worst scenario and weighs it', () => {
    const scenarios = [{ spotMul: 1, volShock: 0, damp: 1 }, UP, { ...UP, damp: 0.5 }] as const
    const { loss, worst, value } = scenarioMargin(BOOK, [], scenarios, TERMS)
    expect(worst).toBe(1)
    const charge = 0.003 * 3000
    const half = scenarioMargin(BOOK, [], [{ ...UP, damp: 0.5 }], TERMS).loss - charge
    expect(loss - charge).toBeCloseTo(2 * half, 9)
    expect(value).toBeLessThan(0)
    expect(scenarioMargin({ ...BOOK, legs: [{ ...LEG, size: 1 }] }, [], [UP], TERMS)).toMatchObject({
      worst: -1,
      loss: 0,
    })
  })

  it('takes an uncertain claim at its worse end', () => {
    const claim = { quote: 100, base: 2, up: 1, down: -1, priceLow: 90, priceHigh: 110 }
    expect(leastWorth(claim, 100)).toBe(100 + 200 - 10)
    expect(leastWorth(claim, 50)).toBe(100 + 100 - 60)
    expect(leastWorth(claim, 200)).toBe(100 + 400 - 110)
  })

  it.each([
    ['spot', { ...BOOK, spot: 0 }],
    ['legs[0].strike', { ...BOOK, legs: [{ ...LEG, strike: -1 }] }],
    ['legs[0].vol', { ...BOOK, legs: [{ ...LEG, vol: Number.NaN }] }],
    ['legs[0].weight', { ...BOOK, legs: [{ ...LEG, weight: 2 }] }],
    ['legs[0].size', { ...BOOK, legs: [{ ...LEG, size: Number.POSITIVE_INFINITY }] }],
  ])('names %s', (field, book) => {
    const attempt = () => scenarioMargin(book, [], [UP], TERMS)
    expect(attempt).toThrow(QuantInputError)
    expect(attempt).toThrow(`${field} is `)
  })
})
