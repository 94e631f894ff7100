import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cdf, pdf } from '../../../relayer/src/quant/normal.ts'

/** Φ by its Taylor series in integers of 80 decimals: another way to the same number. */
function series(x: number): number {
  const one = 10n ** 80n
  const fixed = (BigInt(Math.round(x * 2 ** 40)) * one) / 2n ** 40n
  const square = (fixed * fixed) / one
  let term = fixed
  let sum = fixed
  for (let n = 1n; n < 2_000n && term !== 0n; n++) {
    term = (-term * square) / (2n * n * one)
    sum += term / (2n * n + 1n)
  }
  const rootTwoPi = 250662827463100050241576528481104525300698674060993831662992357n
  const value = one / 2n + (sum * 10n ** 62n) / rootTwoPi
  return Number(value / 10n ** 50n) / 1e30
}

describe('the normal distribution', () => {
  it('is within 1e-15 of its series', () => {
    for (let i = -800; i <= 800; i++) {
      const x = i / 128
      expect(Math.abs(cdf(x) - series(x))).toBeLessThanOrEqual(1e-15)
    }
  })

  it('has symmetric tails that never leave [0, 1]', () => {
    fc.assert(
      fc.property(fc.double({ min: -60, max: 60, noNaN: true }), (x) => {
        expect(cdf(x) + cdf(-x)).toBeCloseTo(1, 15)
        expect(cdf(x)).toBeGreaterThanOrEqual(0)
        expect(cdf(x)).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('has the density as its slope', () => {
    for (const x of [-3, -1, -0.2, 0, 0.7, 2.5]) {
      expect((cdf(x + 1e-4) - cdf(x - 1e-4)) / 2e-4).toBeCloseTo(pdf(x), 8)
    }
  })
})
