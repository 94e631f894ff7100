import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { band, optimalBand } from '../../../relayer/src/quant/band.ts'
import { need } from '../../../relayer/src/quant/need.ts'
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
        (limits, riskAversion, gamma, spot, range) => {
          const { outer, inner } = band(limits, riskAversion, gamma, spot, range)
          const cap = Math.max(limits.floor, Math.min(limits.cap, limits.capShare * range))
          expect(inner).toBeGreaterThanOrEqual(limits.floor)
          expect(outer).toBeGreaterThanOrEqual(inner)
          expect(outer).toBeLessThanOrEqual(cap)
        },
      ),
    )
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
