import { describe, expect, it } from 'vitest'
import { surfaceErrors, surfaceReport } from '../../relayer/localnet/report/surface-report.ts'

const HOUR = 3_600
const start = 1_000 * HOUR
const surface = (time: number, vol: number) => ({ time, expiries: [start + 30 * 24 * HOUR], vols: [vol] })
const term = (daily: number) => ({ model: 'HAR' as const, nodes: [{ days: 1, total: daily }] })

/** Prices that go up and down by one per cent an hour. */
const hourly = (hours: number) => Array.from({ length: hours + 1 }, (_, i) => 100 * 1.01 ** (i % 2))
const daily = 24 * Math.log(1.01) ** 2

describe('what the report says of the surface', () => {
  const input = {
    start,
    until: start + 25 * HOUR,
    hourly: hourly(25),
    surfaces: [surface(start - 100, 0.5), surface(start + HOUR, 0.6), surface(start + 2 * HOUR, 0.7)],
    submitted: [
      { time: start - 2_000, term: term(daily) },
      { time: start + HOUR - 20, term: term(2 * daily) },
      { time: start + 2 * HOUR, term: term(3 * daily) },
    ],
  }

  it('counts updates of the run, and shows the last', () => {
    expect(surfaceReport(input)).toMatchObject({
      updates: 2,
      models: ['HAR'],
      vols: [{ expiry: start + 30 * 24 * HOUR, vol: 0.7 }],
    })
  })

  it('judges forecasts whose day has come by that day', () => {
    const { qlike, days, forecastVol, realisedVol } = surfaceReport(input)
    expect(days).toBe(2)
    // the first was right; the second said twice what came
    expect(qlike).toBeCloseTo((0.5 - Math.log(0.5) - 1) / 2, 12)
    expect(forecastVol).toBeCloseTo(Math.sqrt(365 * 2 * daily), 12)
    expect(realisedVol).toBeCloseTo(Math.sqrt(365 * daily), 12)
    expect(surfaceReport({ ...input, hourly: hourly(20) })).toMatchObject({ qlike: null, days: 0 })
  })

  it('calls two hours without an update an error', () => {
    const surfaces = input.surfaces
    expect(surfaceErrors({ surfaces, until: start + 4 * HOUR, troubles: ['updater 1: no price'] })).toEqual(
      [],
    )
    expect(surfaceErrors({ surfaces, until: start + 5 * HOUR, troubles: ['updater 1: no price'] })).toEqual([
      'the vol surface has not been updated for 10800 s',
      'updater 1: no price',
    ])
  })
})
