import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { QuantInputError } from '../../../relayer/src/quant/columns/input-error.ts'
import { squareRootImpact, stabilityRatio } from '../../../relayer/src/quant/market-impact.ts'
import {
  clipShares,
  clipSize,
  depthLimit,
  impactLimit,
  offsetSize,
  selfImpactLimit,
  shortGammaLimit,
  sliceSchedule,
  stabilityLimit,
  volumeLimit,
} from '../../../relayer/src/quant/trade-size.ts'

const positive = (min: number, max: number) => fc.double({ min, max, noNaN: true })
const markets = fc.record({
  halfPercentDepth: positive(1, 1e5),
  dailyVolume: positive(1, 1e7),
  dailyVol: positive(0.005, 0.3),
  impactFactor: positive(0.5, 1),
})

describe('governed sizes', () => {
  it('begin below what no vote should exceed', () => {
    for (const { usual, hard } of [stabilityLimit, depthLimit, volumeLimit, impactLimit, selfImpactLimit])
      expect(usual).toBeLessThan(hard)
    expect([stabilityLimit.usual, stabilityLimit.hard]).toEqual([0.1, 0.25])
    expect(clipShares('usual')).toEqual({ depth: 0.05, volume: 0.02, impact: 0.001 })
    expect(clipShares('hard')).toEqual({ depth: 0.1, volume: 0.05, impact: 0.003 })
  })
})

describe('hard maxima', () => {
  it('are those that the contracts hold votes to', () => {
    const file = join(import.meta.dirname, '../../../contracts/risk/ranges/LiquidityRules.sol')
    const source = readFileSync(file, 'utf8')
    const constant = (name: string) =>
      Number(new RegExp(`constant ${name} = ([\\d.]+)(?:e18)?;`).exec(source)?.[1])
    expect(depthLimit.hard).toBeCloseTo(1 / constant('DEPTH_PART'), 12)
    expect(volumeLimit.hard).toBeCloseTo(1 / constant('VOLUME_PART'), 12)
    expect(impactLimit.hard).toBeCloseTo(constant('IMPACT'), 12)
    expect(selfImpactLimit.hard ** 2).toBeCloseTo(1 / constant('SELF_IMPACT'), 12)
  })
})

describe('a clip', () => {
  it('keeps to all three shares and reaches one of them', () => {
    fc.assert(
      fc.property(markets, fc.constantFrom('usual', 'hard'), (market, level) => {
        const shares = clipShares(level)
        const clip = clipSize(market, shares)
        const uses = [
          clip / (shares.depth * market.halfPercentDepth),
          clip / (shares.volume * market.dailyVolume),
          squareRootImpact(clip, market) / shares.impact,
        ]
        expect(Math.max(...uses)).toBeCloseTo(1, 9)
      }),
    )
  })

  it('is that of depth where there is volume enough', () => {
    const market = { halfPercentDepth: 180, dailyVolume: 18_000, dailyVol: 0.0345, impactFactor: 1 }
    expect(clipSize(market, clipShares('usual'))).toBe(9)
    expect(clipSize({ ...market, dailyVolume: 100 }, clipShares('usual'))).toBeLessThan(0.1)
  })
})

describe('an offset', () => {
  it('keeps to the gap and to the volume', () => {
    expect(offsetSize(60, 0.25, 20_000, 0.02)).toBe(15)
    expect(offsetSize(60, 0.25, 500, 0.02)).toBe(10)
    expect(offsetSize(0, 0.25, 500, 0.02)).toBe(0)
  })
})

describe('the limit of short gamma', () => {
  it('is where the stability ratio is the governed one', () => {
    fc.assert(
      fc.property(positive(1e-3, 1e6), positive(1, 1e7), positive(0.01, 0.25), (spot, depth, ratio) => {
        expect(stabilityRatio(shortGammaLimit(spot, depth, ratio), spot, depth) / ratio).toBeCloseTo(1, 12)
      }),
    )
  })
})

describe('a schedule of slices', () => {
  it('adds up, keeps to the clip, and waits a minute give or take a fifth', () => {
    fc.assert(
      fc.property(
        positive(-1e4, 1e4),
        positive(1, 100),
        fc.infiniteStream(positive(0, 0.999)),
        (base, clip, stream) => {
          const slices = sliceSchedule(base, clip, () => Number(stream.next().value))
          const sum = slices.reduce((total, slice) => total + slice.base, 0)
          expect(sum).toBeCloseTo(base, 6)
          for (const [at, slice] of slices.entries()) {
            expect(Math.abs(slice.base)).toBeLessThanOrEqual(clip * (1 + 1e-12))
            if (at === 0) expect(slice.wait).toBe(0)
            else expect(Math.abs(slice.wait - 60)).toBeLessThanOrEqual(12)
          }
        },
      ),
      { numRuns: 50 },
    )
    expect(sliceSchedule(0, 10, () => 0.5)).toEqual([])
  })
})

describe('bad input', () => {
  const market = { halfPercentDepth: 1, dailyVolume: 1, dailyVol: 0.03, impactFactor: 1 }
  const shares = clipShares('usual')
  it.each([
    ['halfPercentDepth', () => clipSize({ ...market, halfPercentDepth: 0 }, shares)],
    ['dailyVolume', () => clipSize({ ...market, dailyVolume: Number.NaN }, shares)],
    ['dailyVol', () => clipSize({ ...market, dailyVol: -1 }, shares)],
    ['impactFactor', () => clipSize({ ...market, impactFactor: 0 }, shares)],
    ['depth', () => clipSize(market, { ...shares, depth: 2 })],
    ['range', () => offsetSize(Number.POSITIVE_INFINITY, 0.1, 1, 0.1)],
    ['gap', () => offsetSize(1, -0.1, 1, 0.1)],
    ['spot', () => shortGammaLimit(0, 1, 0.1)],
    ['ratio', () => shortGammaLimit(1, 1, Number.NaN)],
    ['clip', () => sliceSchedule(1, 0, () => 0)],
  ])('names %s', (field, call) => {
    expect(call).toThrow(QuantInputError)
    expect(call).toThrow(field)
  })
})
