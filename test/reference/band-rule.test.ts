import { describe, expect, it } from 'vitest'
import { bandOf, type Mandate, type Terms, targetOf, tradeDue } from './band-rule.ts'
import { normalCdf } from './normal-distribution.ts'

const terms: Terms = {
  costRate: 0,
  fixedCost: 0,
  floor: 0,
  cap: 1e9,
  capShare: 1,
  settlement: { window: 900, instants: 15 },
}
const mandate: Mandate = { offset: 0, share: 1, riskAversion: 1, range: 1e9, options: [] }

/** Nothing of the book lives, so its band has no last trade to wait for. */
const endless = (slope: number) => ({ slope, variance: 0 })

describe('the reference of the band rule', () => {
  it('knows the normal distribution', () => {
    expect(normalCdf(0)).toBe(0.5)
    expect(normalCdf(1.96)).toBeCloseTo(0.97500210485178, 14)
    expect(normalCdf(-1)).toBeCloseTo(0.158655253931457, 14)
    expect(normalCdf(-8) / 6.220960574271785e-16).toBeCloseTo(1, 12)
    expect(normalCdf(-4.999) / normalCdf(-5.001)).toBeCloseTo(1.0104, 3)
  })

  it('solves both equations', () => {
    // P = 3 λ S Γ²/γ, Q = 12 k Γ²/γ
    const { outer, inner } = bandOf(mandate, endless(0.07), 3_000, {
      ...terms,
      costRate: 0.0007,
      fixedCost: 0.2,
    })
    const [p, q] = [3 * 0.0007 * 3_000 * 0.07 ** 2, 12 * 0.2 * 0.07 ** 2]
    expect(outer * inner * (outer + inner)).toBeCloseTo(p, 10)
    expect((outer + inner) * (outer - inner) ** 3).toBeCloseTo(q, 10)
  })

  it('has its limits: one edge without fixed cost, back to the middle without proportional cost', () => {
    const one = bandOf(mandate, endless(0.07), 3_000, { ...terms, costRate: 0.0007 })
    expect(one.outer).toBeCloseTo(one.inner, 8)
    const middle = bandOf(mandate, endless(0.07), 3_000, { ...terms, fixedCost: 0.2 })
    expect(middle).toEqual({ outer: (12 * 0.2 * 0.07 ** 2) ** 0.25, inner: 0 })
  })

  it('waits for the last trade of a book that ends', () => {
    // γ S² v = 1 · 3000² · 0.001 = 9000: h = λ S / 9000, d = √(2 k / 9000)
    const last = bandOf(mandate, { slope: 0, variance: 0.001 }, 3_000, {
      ...terms,
      costRate: 0.0007,
      fixedCost: 0.2,
    })
    expect(last.inner).toBeCloseTo(2.1 / 9_000, 12)
    expect(last.outer).toBeCloseTo(2.1 / 9_000 + Math.sqrt(0.4 / 9_000), 12)
    const both = bandOf(mandate, { slope: 0.07, variance: 0.001 }, 3_000, {
      ...terms,
      costRate: 0.0007,
      fixedCost: 0.2,
    })
    const without = bandOf(mandate, endless(0.07), 3_000, { ...terms, costRate: 0.0007, fixedCost: 0.2 })
    expect(both.inner).toBeCloseTo(without.inner + 2.1 / 9_000, 12)
    expect((both.outer - both.inner) ** 2).toBeCloseTo((without.outer - without.inner) ** 2 + 0.4 / 9_000, 12)
  })

  it('weighs the variance that is left by size and by what is not settled', () => {
    const option = { put: false, strike: 3_000, vol: 0.6 }
    const near = { ...option, expiry: 1_000_000, size: -15 }
    const far = { ...option, expiry: 1_000_000 + 31_536_000, size: 5, vol: 0.5 }
    const at = (time: number) => targetOf({ ...mandate, options: [near, far] }, 3_000, time, terms).variance
    const half = 1_000_000 - 900 + 7 * 60
    const tau = (1_000_000 - half) / 31_536_000
    expect(at(half)).toBeCloseTo((8 * 0.36 * tau + 5 * 0.25 * (1 + tau)) / 13, 12)
    expect(at(1_000_000)).toBeCloseTo(0.25, 12)
    expect(at(1_000_000 + 31_536_000)).toBe(0)
  })

  it('clamps to floor, cap and range', () => {
    const wide = { ...terms, costRate: 0.05, fixedCost: 100 }
    expect(bandOf(mandate, endless(10), 3_000, { ...wide, cap: 2 })).toEqual({ outer: 2, inner: 2 })
    expect(bandOf({ ...mandate, range: 4 }, endless(10), 3_000, { ...wide, capShare: 0.25 })).toEqual({
      outer: 1,
      inner: 1,
    })
    expect(bandOf(mandate, endless(0), 3_000, { ...wide, floor: 0.05 })).toEqual({ outer: 0.05, inner: 0.05 })
  })

  it('rolls a series off instant by instant', () => {
    const call = { put: false, strike: 1, expiry: 1_000_000, size: -15, vol: 0.6 }
    const at = (time: number) => targetOf({ ...mandate, options: [call] }, 3_000, time, terms).target
    expect(at(999_000)).toBeCloseTo(15, 9)
    expect(at(1_000_000 - 900 + 59)).toBeCloseTo(15, 9)
    expect(at(1_000_000 - 900 + 60)).toBeCloseTo(14, 9)
    expect(at(999_999)).toBeCloseTo(1, 9)
    expect(at(1_000_000)).toBe(0)
  })

  it('trades to the inner edge on its own side', () => {
    expect(tradeDue(10, 4, 2)).toBe(-4)
    expect(tradeDue(0, 4, 2)).toBe(2)
    expect(tradeDue(3, 4, 2)).toBe(0)
  })
})
