import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { optimalBand } from '../../../relayer/src/quant/band.ts'
import { band, horizonBand } from '../../../relayer/src/quant/horizon-band.ts'
import { need } from '../../../relayer/src/quant/need.ts'
import { targetVolFactor } from '../../../relayer/src/quant/target-vol.ts'
import { reference } from './reference.ts'

const positive = (min: number, max: number) => fc.double({ min, max, noNaN: true })
const terms = fc.record({
  costRate: positive(0, 0.05),
  fixedCost: positive(0, 100),
  floor: positive(0, 1),
  cap: positive(1, 1_000),
  capShare: positive(0.01, 1),
})

describe('the two-threshold band', () => {
  it('agrees with the reference values', () => {
    const rows = reference('bands.csv')
    expect(rows.length).toBeGreaterThan(100)
    for (const row of rows) {
      const got = optimalBand(
        { costRate: row.costRate!, fixedCost: row.fixedCost! },
        row.riskAversion!,
        row.gamma!,
        row.spot!,
      )
      expect(Math.abs(got.outer - row.outer!)).toBeLessThanOrEqual(1e-11 * row.outer! + 1e-15)
      expect(Math.abs(got.inner - row.inner!)).toBeLessThanOrEqual(1e-11 * row.outer! + 1e-15)
    }
  })

  it('agrees with the reference values of books that end', () => {
    const rows = reference('ending-bands.csv')
    expect(rows.length).toBeGreaterThan(100)
    for (const { costRate, fixedCost, riskAversion, gamma, spot, variance, outer, inner } of rows) {
      const got = horizonBand(
        { costRate: costRate!, fixedCost: fixedCost! },
        { riskAversion: riskAversion!, gamma: gamma!, spot: spot!, variance: variance! },
      )
      expect(Math.abs(got.outer - outer!)).toBeLessThanOrEqual(1e-11 * outer! + 1e-15)
      expect(Math.abs(got.inner - inner!)).toBeLessThanOrEqual(1e-11 * outer! + 1e-15)
    }
  })

  it('solves both conditions of optimality', () => {
    fc.assert(
      fc.property(
        positive(1e-5, 0.05),
        positive(1e-3, 100),
        positive(1e-8, 1),
        positive(1e-3, 10),
        positive(1, 1e5),
        (costRate, fixedCost, riskAversion, gamma, spot) => {
          const { outer: a, inner: b } = optimalBand({ costRate, fixedCost }, riskAversion, gamma, spot)
          const p = (3 * costRate * spot * gamma ** 2) / riskAversion
          expect(Math.abs((a * b * (a + b)) / p - 1)).toBeLessThan(1e-6)
        },
      ),
    )
  })

  it('keeps floor ≤ b ≤ a ≤ cap', () => {
    fc.assert(
      fc.property(
        terms,
        positive(0, 1),
        positive(0, 10),
        positive(1, 1e5),
        positive(0, 1_000),
        fc.oneof(fc.constant(0), positive(0, 10)),
        (limits, riskAversion, gamma, spot, range, variance) => {
          const { outer, inner } = band(limits, { riskAversion, gamma, spot, variance }, range)
          const cap = Math.max(limits.floor, Math.min(limits.cap, limits.capShare * range))
          expect(inner).toBeGreaterThanOrEqual(limits.floor)
          expect(outer).toBeGreaterThanOrEqual(inner)
          expect(outer).toBeLessThanOrEqual(cap)
        },
      ),
    )
  })
})

describe('the band in force', () => {
  const limits = { costRate: 0.0006, fixedCost: 0.2, floor: 0.05, cap: 100, capShare: 0.25 }
  const point = { riskAversion: 2e-4, gamma: 0.07, spot: 3_000, variance: 0.03 }

  it('widens as the book ends, up to its cap', () => {
    let last = band(limits, point, 80)
    for (let variance = 0.03; variance > 1e-9; variance /= 3) {
      const now = band(limits, { ...point, variance }, 80)
      expect(now.outer).toBeGreaterThanOrEqual(last.outer)
      expect(now.inner).toBeGreaterThanOrEqual(last.inner)
      last = now
    }
    expect(last).toEqual({ outer: 20, inner: 20 })
  })

  it('is the floor once nothing lives, and the cap without risk aversion', () => {
    expect(band(limits, { ...point, gamma: 0, variance: 0 }, 80)).toEqual({ outer: 0.05, inner: 0.05 })
    expect(band(limits, { ...point, riskAversion: 0 }, 80)).toEqual({ outer: 20, inner: 20 })
    expect(band(limits, { ...point, gamma: 0, riskAversion: 0 }, 80)).toEqual({ outer: 20, inner: 20 })
  })
})

describe('the factor on the vols of a target', () => {
  it('agrees with the reference values', () => {
    const rows = reference('target-vols.csv')
    expect(rows.length).toBeGreaterThan(100)
    for (const { costRate, riskAversion, gamma, grossGamma, spot, factor } of rows) {
      const got = targetVolFactor({
        costRate: costRate!,
        riskAversion: riskAversion!,
        gamma: gamma!,
        grossGamma: grossGamma!,
        spot: spot!,
      })
      expect(Math.abs(got - factor!)).toBeLessThan(1e-13)
    }
  })
})

describe('P1: what a book wants', () => {
  const distances = positive(-100, 100)
  const widths = fc.tuple(positive(0, 20), positive(0, 20)).map(([x, y]) => ({
    outer: Math.max(x, y),
    inner: Math.min(x, y),
  }))
  const side = fc.constantFrom(-1 as const, 0 as const, 1 as const)

  it('starts beyond a, goes on to b, and never crosses the target', () => {
    fc.assert(
      fc.property(distances, widths, side, (distance, limits, active) => {
        const wanted = need(distance, 0, limits, active)
        const after = distance + wanted.need
        if (wanted.need === 0) return
        expect(Math.abs(distance)).toBeGreaterThan(limits.inner)
        expect(Math.abs(after)).toBeLessThan(Math.abs(distance))
        expect(Math.abs(after)).toBeCloseTo(limits.inner, 9)
        expect(Math.sign(after) * Math.sign(distance)).toBeGreaterThanOrEqual(0)
        if (Math.abs(distance) <= limits.outer) expect(active).toBe(Math.sign(distance))
      }),
    )
  })

  it('rests between b and a unless the active bit is set for that side', () => {
    const limits = { outer: 10, inner: 4 }
    expect(need(7, 0, limits, 0).need).toBe(0)
    expect(need(7, 0, limits, 1).need).toBe(-3)
    expect(need(7, 0, limits, -1).need).toBe(0)
    expect(need(-12, 0, limits, 0).need).toBe(8)
    expect(need(3, 0, limits, 1)).toMatchObject({ need: 0, active: false })
  })
})
