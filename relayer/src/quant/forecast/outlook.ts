import { fieldError } from '../field-error.ts'
import type { Days } from './daily-variance.ts'
import { ewma } from './ewma.ts'
import { harAhead } from './har.ts'
import { logHar, logHarAhead } from './log-har.ts'
import { LEAST_VARIANCE, LONGEST_LAG, meanBefore, type VarianceModel } from './model.ts'

/** Variance that is to come, by horizon. */
export type VarianceTerm = {
  readonly model: OutlookModel
  /** Total variance of the next `days`, which rise; itself never falling. */
  readonly nodes: readonly { readonly days: number; readonly total: number }[]
}

/** A fit, good for the days that follow it. */
export type Outlook = {
  readonly model: OutlookModel
  /** What days `at` and after will bring, from the days before `at`. */
  readonly term: (days: Days, at: number) => VarianceTerm
}

export type OutlookModel = 'log-HAR, all terms' | 'log-HAR' | 'HAR' | 'EWMA' | 'prior'

/** Days ahead that are forecast; between them total variance is linear. */
const HORIZONS = [1, 2, 4, 7, 14, 21, 30] as const
/** Days a fit sees at most. */
export const OUTLOOK_WINDOW = 730
/** Days that a prior weighs. */
const PRIOR_DAYS = 10

/**
 * What is used from how many days of history on, best first. Each has at least ten rows a coefficient at the longest horizon;
 * with fewer, the simpler one errs less.
 */
const RUNGS: readonly {
  readonly model: OutlookModel
  readonly from: number
  readonly ahead: (horizon: number) => VarianceModel
}[] = [
  { model: 'log-HAR, all terms', from: 240, ahead: logHarAhead },
  {
    model: 'log-HAR',
    from: 150,
    ahead: (horizon) =>
      logHar({ name: 'log-HAR', horizon, range: false, leverage: false, weekend: true, penalty: 0.02 }),
  },
  { model: 'HAR', from: 100, ahead: harAhead },
  // It knows one level only: the same for every horizon.
  { model: 'EWMA', from: LONGEST_LAG, ahead: () => ewma },
]

/**
 * Fits the best model that the history bears, for several horizons at once. A forecast stays within what its horizon has seen
 * in the window: beyond, a regression only extrapolates. With less than thirty days it takes a prior daily variance, which
 * weighs as much as ten of them.
 *
 * @param days history; the last `OUTLOOK_WINDOW` of it are used
 * @param prior daily variance
 * @throws QuantInputError when there are too few days and no prior
 */
export function fitOutlook(days: Days, prior?: number): Outlook {
  const to = days.variance.length
  const from = Math.max(0, to - OUTLOOK_WINDOW)
  const rung = RUNGS.find((candidate) => to - from >= candidate.from)
  if (rung === undefined) return priorOutlook(to, prior)
  const fits = HORIZONS.map((horizon) => ({
    horizon,
    forecast: rung.ahead(horizon).fit(days, from, to),
    ...seen(days, from, to, horizon),
  }))
  return {
    model: rung.model,
    term: (known, at) =>
      termOf(rung.model, (index) => {
        const { forecast, least, most } = fits[index]!
        return Math.min(most, Math.max(least, forecast(known, at)))
      }),
  }
}

/** Total variance of the next `days`, any number of them. */
export function totalAhead({ nodes }: VarianceTerm, days: number): number {
  let [left, before] = [0, 0]
  for (const node of nodes) {
    if (days <= node.days) return before + ((node.total - before) * (days - left)) / (node.days - left)
    ;[left, before] = [node.days, node.total]
  }
  // beyond the last horizon its mean goes on
  return (before * days) / left
}

function priorOutlook(known: number, prior: number | undefined): Outlook {
  if (prior === undefined || !(prior > 0 && prior < Number.POSITIVE_INFINITY)) {
    throw fieldError('days', known, `${LONGEST_LAG} or more, or a prior above zero`)
  }
  return {
    model: 'prior',
    term: (days, at) => {
      const seenDays = Math.min(at, LONGEST_LAG)
      const sum = seenDays === 0 ? 0 : seenDays * meanBefore(days.variance, at, seenDays)
      return termOf('prior', () => (PRIOR_DAYS * prior + sum) / (PRIOR_DAYS + seenDays))
    },
  }
}

function termOf(model: OutlookModel, daily: (index: number) => number): VarianceTerm {
  let least = 0
  const nodes = HORIZONS.map((days, index) => {
    // Each horizon is fitted by itself; together they may not say that some days bring less than nothing.
    least = Math.max(least, days * Math.max(daily(index), LEAST_VARIANCE))
    return { days, total: least }
  })
  return { model, nodes }
}

function seen(days: Days, from: number, to: number, horizon: number) {
  let [least, most] = [Number.POSITIVE_INFINITY, LEAST_VARIANCE]
  for (let at = from + horizon; at <= to; at++) {
    const mean = meanBefore(days.variance, at, horizon)
    least = Math.min(least, mean)
    most = Math.max(most, mean)
  }
  return { least, most }
}
