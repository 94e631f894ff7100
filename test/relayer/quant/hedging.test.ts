import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { optimalBand } from '../../../relayer/src/quant/band.ts'
import { exposure, hedgeOf, worthOf } from '../../../relayer/src/quant/hedging/exposure.ts'
import { costAt, efficient, nearestAt } from '../../../relayer/src/quant/hedging/frontier.ts'
import { join, moments } from '../../../relayer/src/quant/hedging/measures.ts'
import { type PriceModel, simulatePaths } from '../../../relayer/src/quant/hedging/paths.ts'
import { fixedTime } from '../../../relayer/src/quant/hedging/policies/fixed-time.ts'
import { gimbal } from '../../../relayer/src/quant/hedging/policies/two-threshold.ts'
import { quickCdf, quickPdf } from '../../../relayer/src/quant/hedging/quick-normal.ts'
import { markPaths, simulate } from '../../../relayer/src/quant/hedging/simulate.ts'
import { horizonBand, horizonWidths } from '../../../relayer/src/quant/horizon-band.ts'
import { cdf, pdf } from '../../../relayer/src/quant/normal.ts'
import { targetVolFactor } from '../../../relayer/src/quant/target-vol.ts'

const positive = (min: number, max: number) => fc.double({ min, max, noNaN: true })
const HOUR = 1 / 8760
const month = 720 * HOUR
const call = exposure([{ size: -1, strike: 100, expiry: month, vol: 0.6, put: false }])
const MODELS: readonly PriceModel[] = [
  { kind: 'gbm', vol: 0.6 },
  { kind: 'heston', variance: 0.36, reversion: 5, volOfVariance: 1.5, correlation: -0.3 },
  { kind: 'merton', totalVol: 0.6, intensity: 30, jumpMean: -0.01, jumpDeviation: 0.05 },
]

describe('paths', () => {
  it.each(MODELS)('of $kind are martingales of the variance asked for', (model) => {
    const { logs } = simulatePaths({
      model,
      count: 4_000,
      steps: 60,
      interval: month / 60,
      spot: 100,
      seed: 3,
    })
    let [mean, square] = [0, 0]
    for (let path = 0; path < 4_000; path++) {
      const end = logs[path * 61 + 60]!
      mean += Math.exp(end) / 4_000
      square += (end - Math.log(100)) ** 2 / 4_000
    }
    // the standard errors are 0.27 of spot and 2 to 5 % of the variance
    expect(Math.abs(mean - 100)).toBeLessThan(1.1)
    expect(Math.abs(square / (0.36 * month) - 1)).toBeLessThan(0.15)
  })
})

describe('the simulator', () => {
  it('keeps its table within 1e-9 of the exact distribution', () => {
    let worst = 0
    for (let x = -9; x <= 9; x += 0.00137) {
      worst = Math.max(worst, Math.abs(quickCdf(x) - cdf(x)), Math.abs(quickPdf(x) - pdf(x)))
    }
    expect(worst).toBeLessThan(1e-9)
  })

  it('earns the premium back by frequent hedges, with the deviation of Derman and Kamal', () => {
    const paths = simulatePaths({
      model: MODELS[0]!,
      count: 1_500,
      steps: 240,
      interval: month / 240,
      spot: 100,
      seed: 1,
    })
    const marks = markPaths(call, paths)
    const free = { costRate: 0, fixedCost: 0 }
    const { mean, square } = moments(simulate(marks, fixedTime(1)), free)
    const premium = -worthOf(call, Math.log(100), 0, 1)
    expect(Math.abs(mean + premium)).toBeLessThan(0.06)
    // √(π/4)·vega·σ/√N
    const vega = 100 * Math.sqrt(month) * pdf(0.3 * Math.sqrt(month))
    const expected = (Math.sqrt(Math.PI / 4) * vega * 0.6) / Math.sqrt(240)
    expect(Math.sqrt(square - mean * mean) / expected).toBeGreaterThan(0.9)
    expect(Math.sqrt(square - mean * mean) / expected).toBeLessThan(1.15)
  })

  it('counts turnover and trades of a hedge by hand', () => {
    const logs = Float64Array.from([Math.log(100), Math.log(110), Math.log(120)])
    const marks = markPaths(call, { count: 1, steps: 2, interval: month / 2, logs })
    let held = 0
    const outcome = simulate(marks, { start() {}, next: () => (held += 0.5) })
    expect(outcome.turnover[0]).toBeCloseTo(50 + 55 + 120, 9)
    expect(outcome.trades[0]).toBe(3)
    expect(outcome.gain[0]).toBeCloseTo(-50 - 55 + 120 - 20, 9)
  })

  it('joins batches to what all of their paths would have measured', () => {
    const paths = simulatePaths({
      model: MODELS[0]!,
      count: 40,
      steps: 20,
      interval: month / 20,
      spot: 100,
      seed: 2,
    })
    const { gain, turnover, trades } = simulate(markPaths(call, paths), fixedTime(2))
    const part = (from: number, to: number) => ({
      gain: gain.slice(from, to),
      turnover: turnover.slice(from, to),
      trades: trades.slice(from, to),
    })
    const costs = { costRate: 0.002, fixedCost: 0.01 }
    const whole = join([moments(part(0, 40), costs)])
    const joined = join([moments(part(0, 20), costs), moments(part(20, 40), costs)])
    expect(joined.cost).toBeCloseTo(whole.cost, 12)
    expect(joined.deviation).toBeCloseTo(whole.deviation, 10)
  })
})

describe('frontiers', () => {
  const points = [
    { cost: 1, deviation: 4, cvar: 8 },
    { cost: 4, deviation: 1, cvar: 2 },
    { cost: 3, deviation: 5, cvar: 9 },
  ]
  it('leave out what is dearer and riskier', () => {
    expect(efficient(points, 'deviation').map(({ cost }) => cost)).toEqual([1, 4])
  })
  it('interpolate between points, and say when a risk cannot be reached', () => {
    expect(costAt(points, 'deviation', 2)).toBeCloseTo(2, 12)
    expect(costAt(points, 'deviation', 1)).toBe(4)
    expect(costAt(points, 'deviation', 0.9)).toBe(Number.POSITIVE_INFINITY)
    expect(costAt(points, 'deviation', 4.1)).toBeNaN()
  })
  it('are read at the end that comes nearest to a risk they do not span', () => {
    expect(nearestAt(points, 'deviation', 2).level).toBe(2)
    expect(nearestAt(points, 'deviation', 0.9)).toEqual({ level: 1, cost: 4 })
    expect(nearestAt(points, 'deviation', 4.1)).toEqual({ level: 4, cost: 1 })
    expect(() => nearestAt([], 'cvar', 1)).toThrow('no point')
  })
})

describe('the band of a book that ends', () => {
  const terms = fc.record({ costRate: positive(1e-6, 0.05), fixedCost: positive(0, 10) })
  const point = fc.record({
    riskAversion: positive(1e-5, 10),
    gamma: positive(1e-8, 1),
    spot: positive(1, 1e5),
    variance: positive(1e-8, 10),
  })

  it('is never narrower than that of an endless book, and keeps b ≤ a', () => {
    fc.assert(
      fc.property(terms, point, (costs, at) => {
        const { outer, inner } = horizonBand(costs, at)
        const endless = optimalBand(costs, at.riskAversion, at.gamma, at.spot)
        expect(inner).toBeGreaterThanOrEqual(endless.inner)
        expect(outer).toBeGreaterThanOrEqual(endless.outer * (1 - 1e-12))
        expect(outer).toBeGreaterThanOrEqual(inner)
      }),
    )
  })

  it('becomes it when the variance left grows', () => {
    const costs = { costRate: 0.002, fixedCost: 0.01 }
    const at = { riskAversion: 0.5, gamma: 0.02, spot: 100, variance: 1e9 }
    const endless = optimalBand(costs, 0.5, 0.02, 100)
    expect(horizonBand(costs, at).outer).toBeCloseTo(endless.outer, 8)
    expect(horizonBand(costs, at).inner).toBeCloseTo(endless.inner, 8)
  })

  it('is, without gamma, where a last trade pays: no better trade and no better stop exist', () => {
    const costs = { costRate: 0.003, fixedCost: 0.02 }
    const at = { riskAversion: 0.3, gamma: 0, spot: 100, variance: 0.01 }
    const { outer, inner } = horizonBand(costs, at)
    const weight = 0.5 * at.riskAversion * at.spot ** 2 * at.variance
    const gain = (from: number, to: number) =>
      weight * (from * from - to * to) - costs.costRate * at.spot * (from - to) - costs.fixedCost
    expect(gain(outer, inner)).toBeCloseTo(0, 9)
    for (const other of [0.5, 0.9, 1.1]) expect(gain(outer, inner * other)).toBeLessThan(0)
  })

  it('never trades once no variance is left', () => {
    const at = { riskAversion: 0.3, gamma: 0.02, spot: 100, variance: 0 }
    expect(horizonBand({ costRate: 0.003, fixedCost: 0 }, at).outer).toBe(Number.POSITIVE_INFINITY)
    expect(horizonWidths({ costRate: 0, fixedCost: 0 }, at)).toEqual({ proportional: 0, fixed: 0 })
  })
})

describe('the vol of the target', () => {
  const one = { costRate: 0.002, riskAversion: 1, gamma: 0.0232, grossGamma: 0.0232, spot: 100 }

  it('agrees with what Zakamouline fits, within 5 % of the factor', () => {
    for (const costRate of [0.0005, 0.002, 0.01]) {
      for (const riskAversion of [0.05, 0.5, 5]) {
        const k =
          4.76 * costRate ** 0.78 * (30 / 365) ** -0.02 * 0.6 ** -0.25 * (riskAversion * 1e4 * 0.0232) ** 0.15
        const factor = targetVolFactor({ ...one, costRate, riskAversion })
        expect(Math.abs(factor / Math.sqrt(1 + k) - 1)).toBeLessThan(0.05)
      }
    }
  })

  it('rises when short of gamma, falls when long, and passes through one between', () => {
    const factor = (gamma: number) => targetVolFactor({ ...one, gamma })
    expect(factor(0)).toBe(1)
    expect(factor(0.0232)).toBeGreaterThan(factor(0.01))
    expect(factor(0.01)).toBeGreaterThan(1)
    expect(factor(-0.01)).toBeLessThan(1)
    expect(targetVolFactor({ ...one, gamma: 0, grossGamma: 0 })).toBe(1)
    expect(targetVolFactor({ ...one, costRate: 0 })).toBe(1)
  })

  it('stays within a half and two', () => {
    for (const sign of [-1, 1]) {
      const factor = targetVolFactor({ ...one, costRate: 1, riskAversion: 1e9, gamma: sign * 0.0232 })
      expect(factor).toBe(sign < 0 ? 0.5 : 2)
    }
  })
})

describe("the rule's trades", () => {
  it('P1: begin outside the band, stop at the inner edge and never cross the target', () => {
    const paths = simulatePaths({
      model: MODELS[2]!,
      count: 30,
      steps: 720,
      interval: HOUR,
      spot: 100,
      seed: 4,
    })
    const policy = gimbal({ costRate: 0.002, fixedCost: 0.01, riskAversion: 0.5 }, 0)
    const hedge = { target: 0, gamma: 0, grossGamma: 0 }
    let trades = 0
    simulate(markPaths(call, paths), {
      start: (book) => policy.start(book),
      next(held, check) {
        const after = policy.next(held, check)
        if (after === held) return after
        const factor = targetVolFactor({
          costRate: 0.002,
          riskAversion: 0.5,
          gamma: check.gamma,
          grossGamma: check.gamma,
          spot: check.spot,
        })
        hedgeOf(call, check.spot, check.logSpot, check.time, factor, hedge)
        const [before, left] = [held - hedge.target, after - hedge.target]
        expect(Math.sign(left)).toBe(Math.sign(before))
        expect(Math.abs(left)).toBeLessThan(Math.abs(before))
        const variance = 0.36 * factor * factor * (month - check.time)
        const { outer, inner } = horizonBand(
          { costRate: 0.002, fixedCost: 0.01 },
          { riskAversion: 0.5, gamma: hedge.gamma, spot: check.spot, variance },
        )
        expect(Math.abs(before)).toBeGreaterThan(outer)
        expect(Math.abs(left)).toBeCloseTo(inner, 9)
        trades += 1
        return after
      },
    })
    expect(trades).toBeGreaterThan(100)
  })
})
