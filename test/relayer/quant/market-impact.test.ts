import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { QuantInputError } from '../../../relayer/src/quant/columns/input-error.ts'
import {
  concentratedDepth,
  constantProductDepth,
  effectiveVol,
  selfImpactFloor,
  slicesOf,
  squareRootImpact,
  stabilityRatio,
} from '../../../relayer/src/quant/market-impact.ts'

const market = { dailyVolume: 20_000, dailyVol: 0.0314, impactFactor: 1 }
const positive = (min: number, max: number) => fc.double({ min, max, noNaN: true })

describe('stability', () => {
  it('is 2|Γ|S²/R of quote in a constant-product pool', () => {
    const [base, spot, gamma] = [5_000, 3_000, 0.077]
    const ratio = stabilityRatio(gamma, spot, constantProductDepth(base))
    expect(ratio).toBeCloseTo((2 * gamma * spot ** 2) / (base * spot), 12)
    expect(stabilityRatio(-gamma, spot, constantProductDepth(base))).toBe(ratio)
  })

  it('is 2|Γ|S²/(L√p) in a concentrated one', () => {
    const [liquidity, spot, gamma] = [2e6, 3_000, 0.077]
    const ratio = stabilityRatio(gamma, spot, concentratedDepth(liquidity, spot))
    expect(ratio).toBeCloseTo((2 * gamma * spot ** 2) / (liquidity * Math.sqrt(spot)), 12)
  })

  it('agrees with the exact depth of a constant product within a percent', () => {
    const base = 5_000
    const exact = base * (1 - 1 / Math.sqrt(1.01))
    expect(Math.abs(constantProductDepth(base) / exact - 1)).toBeLessThan(0.01)
  })

  it('feeds vol back: more when short, less when long, without end at one', () => {
    expect(effectiveVol(0.6, 0.25, true)).toBeCloseTo(0.8, 12)
    expect(effectiveVol(0.6, 0.25, false)).toBeCloseTo(0.48, 12)
    expect(effectiveVol(0.6, 1, true)).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('the self-impact floor', () => {
  it('is the width whose trade moves the target by the tolerated share of itself', () => {
    fc.assert(
      fc.property(positive(1e-4, 1), positive(10, 1e5), positive(0.01, 1), (gamma, spot, tolerated) => {
        const width = selfImpactFloor(gamma, spot, tolerated, market)
        const moved = gamma * spot * squareRootImpact(width, market)
        expect(moved / (tolerated * width)).toBeCloseTo(1, 9)
        const narrower = width / 2
        expect(gamma * spot * squareRootImpact(narrower, market)).toBeGreaterThan(tolerated * narrower)
      }),
    )
  })
})

describe('the same floor as a move of spot', () => {
  it('is Y²σ_d²|Γ|S²/(ADV·f²) with the volume in quote', () => {
    const [gamma, spot, tolerated] = [0.07, 3_000, 0.3]
    const { dailyVolume, dailyVol, impactFactor } = market
    const move = ((impactFactor * dailyVol) ** 2 * gamma * spot ** 2) / (dailyVolume * spot * tolerated ** 2)
    expect(selfImpactFloor(gamma, spot, tolerated, market)).toBeCloseTo(gamma * spot * move, 12)
  })
})

describe('slices', () => {
  it('are as many as the clip asks for', () => {
    expect(slicesOf(0, 10)).toBe(0)
    expect(slicesOf(10, 10)).toBe(1)
    expect(slicesOf(-10.1, 10)).toBe(2)
  })
})

describe('bad input', () => {
  it.each([
    ['gamma', () => stabilityRatio(Number.NaN, 1, 1)],
    ['spot', () => selfImpactFloor(1, -1, 0.1, market)],
    ['tolerated', () => selfImpactFloor(1, 1, 0, market)],
    ['dailyVolume', () => squareRootImpact(1, { ...market, dailyVolume: 0 })],
    ['clip', () => slicesOf(1, Number.NaN)],
    ['ratio', () => effectiveVol(1, -1, true)],
    ['liquidity', () => concentratedDepth(Number.POSITIVE_INFINITY, 1)],
  ])('names %s', (field, call) => {
    expect(call).toThrow(QuantInputError)
    expect(call).toThrow(field)
  })
})
