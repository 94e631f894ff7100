import { qlike, totalAhead } from '../../src/quant/forecast/index.ts'
import type { Submitted } from '../../src/updater/options.ts'
import type { History } from './history.ts'
import type { Report } from './report.ts'

export type SurfaceReportInput = {
  readonly surfaces: History['surfaces']
  readonly submitted: readonly Pick<Submitted, 'time' | 'term'>[]
  /** The true price at the start of the run and each full hour after it. */
  readonly hourly: readonly number[]
  readonly start: number
  /** Time of the last step. */
  readonly until: number
}

const HOUR = 3_600
const DAY_HOURS = 24
const YEAR_HOURS = 365 * DAY_HOURS
/** Seconds without an update after which the updaters have failed: twice what they take at most. */
const LONGEST_SILENCE = 2 * HOUR

/** What the vol surface did in a run, and how the forecasts that moved it did. */
export function surfaceReport(input: SurfaceReportInput): Report['surface'] {
  const { surfaces, submitted, hourly, start } = input
  const squares = hourly.slice(1).map((price, at) => Math.log(price / hourly[at]!) ** 2)
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
  const losses: number[] = []
  const forecasts: number[] = []
  for (const { time, term } of submitted) {
    const day = totalAhead(term, 1)
    forecasts.push(day)
    // the hours of the run that the day-ahead forecast was about, where all of them have come
    const first = Math.max(0, Math.round((time - start) / HOUR))
    const came = squares.slice(first, first + DAY_HOURS)
    if (came.length === DAY_HOURS && sum(came) > 0) losses.push(qlike(sum(came), day))
  }
  const last = surfaces.at(-1)
  return {
    updates: surfaces.filter(({ time }) => time >= start).length,
    models: [...new Set(submitted.map(({ term }) => term.model))],
    forecastVol: forecasts.length === 0 ? null : Math.sqrt((365 * sum(forecasts)) / forecasts.length),
    realisedVol: squares.length === 0 ? null : Math.sqrt((YEAR_HOURS * sum(squares)) / squares.length),
    qlike: losses.length === 0 ? null : sum(losses) / losses.length,
    days: losses.length,
    vols: last === undefined ? [] : last.expiries.map((expiry, at) => ({ expiry, vol: last.vols[at]! })),
  }
}

/** What is wrong when nobody has updated the surface for long, and what the updaters say of it. */
export function surfaceErrors({
  surfaces,
  until,
  troubles,
}: Pick<SurfaceReportInput, 'surfaces' | 'until'> & {
  readonly troubles: readonly string[]
}): readonly string[] {
  const silence = until - (surfaces.at(-1)?.time ?? 0)
  if (silence <= LONGEST_SILENCE) return []
  return [`the vol surface has not been updated for ${silence} s`, ...troubles]
}
