import { describe, expect, it } from 'vitest'
import { percentiles, qualityOf, spreadOf } from '../../relayer/localnet/report/measures.ts'

describe('measures of a run', () => {
  it('follow their definitions', () => {
    const samples = [
      { target: 50, distance: 3, outer: 4 },
      { target: 40, distance: -6, outer: 4 },
      { target: 30, distance: 5, outer: 4 },
      { target: 20, distance: 0, outer: 2 },
    ]
    const quality = qualityOf(samples)
    expect(quality.deltaReduction).toBeCloseTo(1 - (9 + 36 + 25) / (2_500 + 1_600 + 900 + 400), 12)
    expect(quality.bandRatio).toBeCloseTo(Math.sqrt(5_400 / 52), 12)
    // |y| > 1.25 a: only 6 of 5; 5 is not beyond 5.
    expect(quality.outOfBandShare).toBe(0.25)
    expect(quality.netDeltaMean).toBe(3.5)
    expect(quality.netDeltaMax).toBe(6)
  })

  it('are null where nothing was sampled', () => {
    expect(qualityOf([])).toEqual({
      netDeltaMean: null,
      netDeltaMax: null,
      deltaReduction: null,
      bandRatio: null,
      outOfBandShare: null,
    })
    expect(spreadOf([1, 2], [1, 2])).toEqual({
      pnlStdHedged: null,
      pnlStdUnhedged: null,
      varianceReduction: null,
    })
  })

  it('compare hourly changes with and without the hedge', () => {
    const { pnlStdHedged, pnlStdUnhedged, varianceReduction } = spreadOf([0, 1, 0, 1, 0], [0, 10, 0, 10, 0])
    expect(pnlStdUnhedged).toBeCloseTo(Math.sqrt(400 / 3), 12)
    expect(pnlStdHedged).toBeCloseTo(Math.sqrt(4 / 3), 12)
    expect(varianceReduction).toBeCloseTo(0.99, 12)
  })

  it('take percentiles by nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, i) => 100 - i)
    expect(percentiles(hundred)).toEqual({ p50: 50, p99: 99 })
    expect(percentiles([7])).toEqual({ p50: 7, p99: 7 })
    expect(percentiles([])).toEqual({ p50: null, p99: null })
  })
})
