import type { Days } from './daily-variance.ts'
import { LONGEST_LAG, meanBefore, meanLogBefore, type VarianceModel } from './model.ts'
import { ridge } from './ridge.ts'

/** What a log-HAR looks at besides its averages. */
export type LogHarTerms = {
  readonly name: string
  /** Days ahead: the forecast is the mean variance of days `at` to `at + horizon - 1`. */
  readonly horizon: number
  /** Averages of Parkinson's variance, which is less noisy than squared returns, beside those of realised variance. */
  readonly range: boolean
  /** Falls of the last day and week, in units of the week's volatility. */
  readonly leverage: boolean
  /** Whether the day to come is a Saturday, a Sunday or a Monday. */
  readonly weekend: boolean
  /** Of the ridge, per row. */
  readonly penalty: number
}

const LAGS = [1, 2, 7, 14, LONGEST_LAG] as const

/** HAR of log variances (Corsi 2009), forecast as exp(mean + s²/2) with s² the variance of its residuals. */
export function logHar(terms: LogHarTerms): VarianceModel {
  return {
    name: terms.name,
    fit(days, from, to) {
      const rows: number[][] = []
      const targets: number[] = []
      for (let at = from + LONGEST_LAG; at + terms.horizon <= to; at++) {
        rows.push(features(days, at, terms))
        targets.push(Math.log(meanBefore(days.variance, at + terms.horizon, terms.horizon)))
      }
      const { predict, residualVariance } = ridge(rows, targets, terms.penalty)
      return (known, at) => Math.exp(predict(features(known, at, terms)) + residualVariance / 2)
    },
  }
}

/** The model in use, for the mean variance of the next days: range, leverage and weekend terms. */
export function logHarAhead(horizon: number): VarianceModel {
  return logHar({
    name: `log-HAR + range + leverage + weekend, ridge${horizon === 1 ? '' : `, ${horizon} days`}`,
    horizon,
    range: true,
    leverage: true,
    weekend: true,
    penalty: 0.02,
  })
}

export const logHarRange = logHarAhead(1)

export const logHarRidge = logHar({
  name: 'log-HAR + leverage + weekend, ridge',
  horizon: 1,
  range: false,
  leverage: true,
  weekend: true,
  penalty: 0.02,
})

export const logHarWeekend = logHar({
  name: 'log-HAR + weekend',
  horizon: 1,
  range: false,
  leverage: false,
  weekend: true,
  penalty: 0,
})

function features(days: Days, at: number, { range, leverage, weekend }: LogHarTerms): number[] {
  const { variance, change } = days
  const row = LAGS.map((lag) => meanLogBefore(variance, at, lag))
  if (range) row.push(...LAGS.map((lag) => meanLogBefore(days.range, at, lag)))
  if (leverage) {
    const day = Math.sqrt(meanBefore(variance, at, 7))
    let week = 0
    for (let i = at - 7; i < at; i++) week += change[i]!
    row.push(
      Math.min(change[at - 1]!, 0) / day,
      Math.min(week, 0) / (day * Math.sqrt(7)),
      Math.abs(change[at - 1]!) / day,
    )
  }
  if (weekend) {
    const tomorrow = new Date((days.start[at - 1]! + 86_400) * 1000).getUTCDay()
    row.push(tomorrow === 6 ? 1 : 0, tomorrow === 0 ? 1 : 0, tomorrow === 1 ? 1 : 0)
  }
  return row
}
