import { describe, expect, it } from 'vitest'
import { QuantInputError } from '../../../../relayer/src/quant/columns/input-error.ts'
import {
  type CandleColumns,
  type Days,
  dailyVariance,
  dieboldMariano,
  ewma,
  garch,
  har,
  logHarAhead,
  logHarRange,
  logHarRidge,
  qlike,
  randomWalk,
  type VarianceModel,
  walkForward,
} from '../../../../relayer/src/quant/forecast/index.ts'
import { ridge } from '../../../../relayer/src/quant/forecast/ridge.ts'
import { randomStream } from '../../../../relayer/src/random.ts'

const MODELS: readonly VarianceModel[] = [randomWalk, ewma, garch, har, logHarRidge, logHarRange]

/** Hourly candles whose daily log variance is a slow AR(1): what the models were made for. */
function market(seed: number, count: number): CandleColumns {
  const random = randomStream(seed, 'forecast')
  const columns = { times: [0], highs: [100], lows: [100], closes: [100] }
  let log = Math.log(0.0016)
  for (let day = 0; day < count; day++) {
    log += 0.06 * (Math.log(0.0016) - log) + 0.3 * random.normal()
    const hour = Math.sqrt(Math.exp(log) / 24)
    for (let i = 0; i < 24; i++) {
      let [price, high, low] = [columns.closes.at(-1)!, 0, Number.POSITIVE_INFINITY]
      for (let step = 0; step < 6; step++) {
        price *= Math.exp((hour / Math.sqrt(6)) * random.normal())
        high = Math.max(high, price)
        low = Math.min(low, price)
      }
      columns.times.push((columns.times.length - 1) * 3600 + 3600)
      columns.closes.push(price)
      columns.highs.push(Math.max(high, columns.closes.at(-2)!))
      columns.lows.push(Math.min(low, columns.closes.at(-2)!))
    }
  }
  return columns
}

describe('days of a market', () => {
  it('sums squared returns and ranges of whole days only', () => {
    const closes = Float64Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? 100 : 110))
    const times = Float64Array.from({ length: 60 }, (_, i) => 3600 * (i + 5))
    const days = dailyVariance({ times, closes, highs: closes.map(() => 110), lows: closes.map(() => 100) })
    expect([...days.start]).toEqual([86_400])
    expect(days.variance[0]).toBeCloseTo(24 * Math.log(1.1) ** 2, 14)
    expect(days.range[0]).toBeCloseTo((24 * Math.log(1.1) ** 2) / (4 * Math.LN2), 14)
    expect(days.change[0]).toBeCloseTo(0, 14)
  })

  it.each([
    ['times', { times: [0] }],
    ['times', { times: [0, 3600, 7300] }],
    ['times', { times: [0, 7000, 14_000] }],
    ['times', { times: [7200, 3600, 0] }],
    ['closes', { closes: [1, 2] }],
    ['closes', { closes: [1, Number.NaN, 1] }],
    ['lows', { lows: [1, 0, 1] }],
    ['highs', { highs: [1, Number.POSITIVE_INFINITY, 1] }],
    ['highs', { highs: [1, 0.5, 1] }],
  ])('names %s in what it refuses: %j', (field, wrong) => {
    const right = { times: [0, 3600, 7200], highs: [1, 1, 1], lows: [1, 1, 1], closes: [1, 1, 1] }
    const attempt = (): Days => dailyVariance({ ...right, ...wrong })
    expect(attempt).toThrow(QuantInputError)
    expect(attempt).toThrow(field)
  })
})

describe('variance models', () => {
  const days = dailyVariance(market(7, 1100))
  const terms = { window: 730, refit: 40 }
  const evaluations = new Map(MODELS.map((model) => [model.name, walkForward(days, model, terms)]))
  const of = (model: VarianceModel) => evaluations.get(model.name)!

  it('are positive and finite everywhere', () => {
    for (const { forecasts } of evaluations.values()) {
      expect(forecasts.every((f) => f > 0 && Number.isFinite(f))).toBe(true)
    }
  })

  it('rank as they should on a market of slow log variance', () => {
    expect(of(logHarRange).qlike).toBeLessThan(of(randomWalk).qlike / 1.2)
    expect(of(logHarRidge).qlike).toBeLessThan(of(randomWalk).qlike)
    expect(of(ewma).qlike).toBeLessThan(of(randomWalk).qlike)
    expect(dieboldMariano(of(logHarRange).qlikes, of(randomWalk).qlikes).pValue).toBeLessThan(0.01)
  })

  it.each(MODELS.map((model) => [model.name, model] as const))(
    '%s sees no day but those before its own',
    (_, model) => {
      const later: Days = {
        start: days.start,
        variance: days.variance.map((v, i) => (i < 800 ? v : v * 7)),
        range: days.range.map((v, i) => (i < 800 ? v : v * 7)),
        change: days.change.map((v, i) => (i < 800 ? v : -3 * v)),
      }
      const changed = walkForward(later, model, terms)
      expect([...changed.forecasts.slice(0, 71)]).toEqual([...of(model).forecasts.slice(0, 71)])
      expect(changed.forecasts[71]).not.toBe(of(model).forecasts[71])
    },
  )

  it('forecast a longer horizon nearer to the mean', () => {
    const spread = (horizon: number): number => {
      const forecast = logHarAhead(horizon).fit(days, 0, 730)
      const logs = Array.from({ length: 300 }, (_, i) => Math.log(forecast(days, 760 + i)))
      const mean = logs.reduce((sum, x) => sum + x, 0) / logs.length
      return logs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / logs.length
    }
    expect(spread(30)).toBeLessThan(spread(1))
  })

  it('find the weights of a GARCH process again', () => {
    const random = randomStream(3, 'garch')
    const n = 6000
    const [variance, change] = [new Float64Array(n), new Float64Array(n)]
    let h = 0.001
    for (let i = 0; i < n; i++) {
      variance[i] = h
      change[i] = Math.sqrt(h) * random.normal()
      h = 0.001 * 0.08 + 0.1 * change[i]! ** 2 + 0.82 * h
    }
    const process: Days = {
      start: Float64Array.from(change, (_, i) => 86_400 * i),
      variance,
      range: variance,
      change,
    }
    const forecast = garch.fit(process, 0, n)
    const errors = Array.from({ length: 500 }, (_, i) =>
      Math.abs(forecast(process, n - 1 - i) / variance[n - 1 - i]! - 1),
    )
    expect(errors.reduce((sum, e) => sum + e, 0) / errors.length).toBeLessThan(0.08)
  })
})

describe('the tools below them', () => {
  it('ridge without penalty is least squares, with it smaller', () => {
    const rows = Array.from({ length: 50 }, (_, i) => [i, Math.sin(i), (i * i) % 7])
    const targets = rows.map(([a, b, c]) => 3 + 2 * a! - 5 * b! + 0.25 * c!)
    const exact = ridge(rows, targets, 0)
    expect(exact.predict([10, 0.3, 2])).toBeCloseTo(3 + 20 - 1.5 + 0.5, 6)
    expect(exact.residualVariance).toBeLessThan(1e-12)
    const shrunk = ridge(rows, targets, 1)
    const slope = shrunk.predict([1, 0, 0]) - shrunk.predict([0, 0, 0])
    expect(slope).toBeGreaterThan(0.8)
    expect(slope).toBeLessThan(1.2)
  })

  it('QLIKE is zero where they agree and dearer for too low a forecast', () => {
    expect(qlike(2, 2)).toBe(0)
    expect(qlike(2, 1)).toBeCloseTo(2 - Math.LN2 - 1, 15)
    expect(qlike(1, 0.5)).toBeGreaterThan(qlike(1, 2))
  })

  it('Diebold–Mariano finds a real gap, and none between equals', () => {
    const random = randomStream(11, 'losses')
    const a = Float64Array.from({ length: 400 }, () => random.normal() ** 2)
    const b = a.map((x) => x + 0.3 + 0.5 * random.normal())
    expect(dieboldMariano(a, b).pValue).toBeLessThan(1e-6)
    expect(dieboldMariano(a, b).statistic).toBeCloseTo(-dieboldMariano(b, a).statistic, 12)
    expect(dieboldMariano(a, a)).toEqual({ statistic: 0, pValue: 1 })
    const c = a.map(() => random.normal())
    const d = a.map(() => random.normal())
    expect(dieboldMariano(c, d).pValue).toBeGreaterThan(0.01)
  })
})
