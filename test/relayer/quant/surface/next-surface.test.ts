import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  annualVariance,
  nextSurface,
  type SmileShape,
  type SurfaceTerms,
  surfaceFault,
  surfaceVariance,
} from '../../../../relayer/src/quant/surface/index.ts'

const DAY = 86_400
const terms: SurfaceTerms = { maxStep: 0.1, minVol: 0.05, maxVol: 5, width: 1 }
const shape: SmileShape = { wings: 0.4, rho: -0.3, m: 0, sigma: 0.3 }
const time = 1_700_000_000
const at = (days: number, vol: number) => ({ expiry: time + days * DAY, variance: vol * vol })

describe('the first surface', () => {
  it('has the vols it was asked for, bent by the shape', () => {
    const wanted = [at(1, 0.9), at(7, 0.8), at(30, 0.7)]
    const { smiles, arrived } = nextSurface({ current: [], wanted, shape, terms, time })!
    expect(arrived).toBe(true)
    expect(smiles.map((smile) => Math.sqrt(annualVariance(smile, 0)))).toEqual([
      expect.closeTo(0.9, 12),
      expect.closeTo(0.8, 12),
      expect.closeTo(0.7, 12),
    ])
    const [low, mid, high] = [-0.5, 0, 0.5].map((k) => annualVariance(smiles[2]!, k))
    expect(low! / mid!).toBeCloseTo(1 + 0.4 * (0.15 + Math.hypot(0.5, 0.3) - 0.3), 12)
    expect(high!).toBeGreaterThan(mid!)
    expect(low!).toBeGreaterThan(high!)
  })

  it('lets total variance rise where the forecasts would not', () => {
    const { smiles } = nextSurface({ current: [], wanted: [at(10, 1), at(11, 0.5)], shape, terms, time })!
    expect(annualVariance(smiles[1]!, 0) * 11).toBeCloseTo(10, 6)
  })

  it('gives way where the wings would cost a butterfly', () => {
    const steep = { wings: 3, rho: -0.9, m: 0, sigma: 0.05 }
    const wanted = [at(200, 1.5)]
    const asked = {
      expiry: wanted[0]!.expiry,
      a: 2.25 * (1 - 3 * 0.05),
      b: 6.75,
      rho: -0.9,
      m: 0,
      sigma: 0.05,
    }
    expect(surfaceFault([asked], [], { ...terms, minVol: 0 }, time)).toBe('butterfly')
    const next = nextSurface({ current: [], wanted, shape: steep, terms, time })
    expect(next?.arrived).toBe(false)
    expect(next!.smiles[0]!.b).toBeGreaterThan(0)
    expect(surfaceFault(next!.smiles, [], terms, time)).toBeUndefined()
  })
})

describe('the surface after one in force', () => {
  const vol = fc.double({ min: 0.06, max: 3, noNaN: true })

  it('is never one that the rules refuse, and reaches what was wished for', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(vol, vol), { minLength: 1, maxLength: 6 }),
        fc.constantFrom(shape, { ...shape, wings: 0 }, { wings: 0.2, rho: 0.2, m: 0.05, sigma: 0.5 }),
        (vols, from) => {
          const wantedOf = (index: 0 | 1) => vols.map((pair, i) => at(3 * 2 ** i, pair[index]))
          let current = nextSurface({ current: [], wanted: wantedOf(0), shape: from, terms, time })!.smiles
          for (let step = 1; step <= 120; step++) {
            const now = time + 60 * step
            const next = nextSurface({ current, wanted: wantedOf(1), shape, terms, time: now })!
            expect(surfaceFault(next.smiles, current, terms, now)).toBeUndefined()
            current = next.smiles
            if (!next.arrived) continue
            const last = wantedOf(1).at(-1)!
            expect(surfaceVariance(current, last.expiry, 0, now)).toBeGreaterThan(last.variance * 0.999)
            return
          }
          throw new Error('it does not arrive')
        },
      ),
      { numRuns: 30 },
    )
  })

  it('takes a full step and no more', () => {
    const { smiles: current } = nextSurface({ current: [], wanted: [at(7, 0.5)], shape, terms, time })!
    const next = nextSurface({ current, wanted: [at(7, 2)], shape, terms, time: time + 60 })!
    const ratio = Math.sqrt(annualVariance(next.smiles[0]!, 0) / annualVariance(current[0]!, 0))
    expect(ratio).toBeGreaterThan(1.09)
    expect(ratio).toBeLessThanOrEqual(1.1)
    expect(next.arrived).toBe(false)
  })

  it('keeps within the governed range, the wings included', () => {
    const narrow = { ...terms, maxVol: 1, minVol: 0.4 }
    for (const wish of [0.01, 4]) {
      const { smiles } = nextSurface({ current: [], wanted: [at(7, wish)], shape, terms: narrow, time })!
      expect(surfaceFault(smiles, [], narrow, time)).toBeUndefined()
    }
  })
})
