import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { QuantInputError } from '../../../../relayer/src/quant/columns/input-error.ts'
import { black } from '../../../../relayer/src/quant/exotics/european.ts'
import {
  durrleman,
  fitSvi,
  impliedVol,
  minimumVarianceDelta,
  requireSvi,
  type Svi,
  totalVariance,
  volPerReturn,
  worstButterfly,
  worstCalendar,
} from '../../../../relayer/src/quant/surface/index.ts'

describe('implied vol', () => {
  it('gives the price back within 1e-12 of the forward, everywhere there is one', () => {
    const quotes = fc.record({
      put: fc.boolean(),
      forward: fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
      moneyness: fc.double({ min: -6, max: 6, noNaN: true }),
      years: fc.double({ min: 1e-4, max: 10, noNaN: true }),
      share: fc.double({ min: 1e-14, max: 1 - 1e-9, noNaN: true }),
    })
    fc.assert(
      fc.property(quotes, ({ put, forward, moneyness, years, share }) => {
        const strike = forward * Math.exp(moneyness)
        const intrinsic = Math.max(put ? strike - forward : forward - strike, 0)
        const bound = put ? strike : forward
        const price = intrinsic + share * (bound - intrinsic)
        if (!(price > intrinsic && price < bound)) return
        const found = impliedVol({ put, forward, strike, years, price })
        if (found.outcome !== 'found') throw new Error(found.outcome)
        const again = black(put, forward, strike, found.vol * Math.sqrt(years), 1)
        expect(Math.abs(again - price)).toBeLessThanOrEqual(1e-12 * Math.max(forward, strike))
      }),
      { numRuns: 3000, seed: 1 },
    )
  })

  it('finds the vol of an option out of the money to twelve digits, down to prices of 1e-200', () => {
    for (let moneyness = 0.01; moneyness < 3; moneyness += 0.07) {
      for (const deviation of [0.03, 0.1, 0.4, 1, 2]) {
        const strike = Math.exp(moneyness)
        const price = black(false, 1, strike, deviation, 1)
        if (price < 1e-200) continue
        const found = impliedVol({ put: false, forward: 1, strike, years: 4, price })
        expect(found.outcome === 'found' && Math.abs((found.vol * 2) / deviation - 1)).toBeLessThan(1e-12)
      }
    }
  })

  it('says why there is none', () => {
    const quote = { put: false, forward: 110, strike: 100, years: 1 }
    expect(impliedVol({ ...quote, price: 9.999 })).toEqual({ outcome: 'below intrinsic', intrinsic: 10 })
    expect(impliedVol({ ...quote, price: 110 })).toEqual({ outcome: 'above bound', bound: 110 })
    expect(impliedVol({ ...quote, put: true, price: 100 })).toEqual({ outcome: 'above bound', bound: 100 })
    expect(impliedVol({ ...quote, price: 10 })).toEqual({ outcome: 'found', vol: 0 })
  })

  it.each([
    ['forward', { forward: 0 }],
    ['strike', { strike: Number.NaN }],
    ['years', { years: -1 }],
    ['price', { price: -1 }],
  ])('names %s', (field, wrong) => {
    const attempt = () => impliedVol({ put: false, forward: 1, strike: 1, years: 1, price: 0.1, ...wrong })
    expect(attempt).toThrow(QuantInputError)
    expect(attempt).toThrow(field)
  })
})

const SMILE: Svi = { a: 0.01, b: 0.1, rho: -0.4, m: 0.05, sigma: 0.15 }
const GRID = Array.from({ length: 25 }, (_, i) => -0.6 + i * 0.05)

describe('SVI', () => {
  it('is found again from its own smile', () => {
    const { svi, error, leastDensity } = fitSvi({
      k: GRID,
      variance: GRID.map((k) => totalVariance(SMILE, k)),
    })
    expect(error).toBeLessThan(1e-6)
    for (const k of GRID) expect(totalVariance(svi, k)).toBeCloseTo(totalVariance(SMILE, k), 5)
    expect(leastDensity).toBeGreaterThanOrEqual(0)
  })

  it('has no butterfly however odd the smile', () => {
    const variances = fc.array(fc.double({ min: 1e-4, max: 1, noNaN: true }), {
      minLength: 25,
      maxLength: 25,
    })
    fc.assert(
      fc.property(variances, (variance) => {
        const { svi, leastDensity } = fitSvi({ k: GRID, variance })
        requireSvi(svi)
        expect(leastDensity).toBeGreaterThanOrEqual(0)
        expect(worstButterfly(svi, -1.1, 1.1, 1777).g).toBeGreaterThanOrEqual(-1e-3)
      }),
      { numRuns: 8, seed: 3, endOnFailure: true },
    )
  })

  it('knows a butterfly: the famous smile of Axel Vogt has one', () => {
    const vogt: Svi = { a: -0.041, b: 0.1331, rho: 0.306, m: 0.3586, sigma: 0.4153 }
    requireSvi(vogt)
    expect(worstButterfly(vogt, -1.5, 1.5, 301).g).toBeLessThan(0)
    expect(worstButterfly(SMILE, -1.5, 1.5, 301).g).toBeGreaterThan(0)
  })

  it("Durrleman's g is the density that prices have", () => {
    const price = (k: number): number => black(false, 1, Math.exp(k), Math.sqrt(totalVariance(SMILE, k)), 1)
    for (const k of [-0.4, -0.1, 0, 0.2, 0.5]) {
      const strike = Math.exp(k)
      const h = 1e-3 * strike
      const bend = (price(Math.log(strike + h)) - 2 * price(k) + price(Math.log(strike - h))) / (h * h)
      const w = totalVariance(SMILE, k)
      const d2 = -k / Math.sqrt(w) - Math.sqrt(w) / 2
      const density = (durrleman(SMILE, k) * Math.exp((-d2 * d2) / 2)) / Math.sqrt(2 * Math.PI * w) / strike
      expect(bend / density).toBeCloseTo(1, 3)
    }
  })

  it('sees calendar arbitrage', () => {
    expect(worstCalendar(SMILE, { ...SMILE, a: SMILE.a + 0.001 }, -1, 1, 41).gap).toBeCloseTo(0.001, 12)
    expect(worstCalendar(SMILE, { ...SMILE, rho: 0.4 }, -1, 1, 41).gap).toBeLessThan(0)
  })

  it.each([
    ['b', { b: -0.1 }],
    ['rho', { rho: 1 }],
    ['sigma', { sigma: 0 }],
    ['m', { m: Number.NaN }],
    ['a', { a: -1 }],
  ])('names %s', (field, wrong) => {
    expect(() => requireSvi({ ...SMILE, ...wrong })).toThrow(`${field} is `)
  })

  it.each([
    ['k', { k: [0, 1] }],
    ['variance', { variance: [1] }],
    ['weight', { weight: [1] }],
    ['k[2]', { k: [0, 1, Number.NaN, 3, 4] }],
    ['variance[1]', { variance: [1, 0, 1, 1, 1] }],
    ['weight[0]', { weight: [-1, 1, 1, 1, 1] }],
  ])('names %s of a smile', (field, wrong) => {
    expect(() => fitSvi({ k: [0, 1, 2, 3, 4], variance: [1, 1, 1, 1, 1], ...wrong })).toThrow(`${field} is `)
  })
})

describe('minimum-variance delta', () => {
  it('leaves less variance than the plain delta where vol moves with spot', () => {
    const [spot, vega, delta] = [3000, 400, 0.55]
    const returns = Array.from({ length: 200 }, (_, i) => 0.02 * Math.sin(i * 1.7))
    const moves = returns.map((r, i) => -0.8 * r + 0.002 * Math.cos(i * 0.9))
    const slope = volPerReturn(returns, moves)
    expect(slope).toBeCloseTo(-0.8, 1)
    const held = minimumVarianceDelta(delta, vega, spot, slope)
    const variance = (hedge: number): number =>
      returns.reduce((sum, r, i) => sum + ((delta - hedge) * spot * r + vega * moves[i]!) ** 2, 0)
    expect(variance(held)).toBeLessThan(variance(delta) / 5)
    expect(volPerReturn([0, 0], [1, 1])).toBe(0)
  })
})
