import type { Days } from './daily-variance.ts'
import { LEAST_VARIANCE, LONGEST_LAG, meanBefore, type VarianceModel } from './model.ts'
import { ridge } from './ridge.ts'

/**
 * HAR of variances with lags 1, 7 and 30 days by least squares (Corsi 2009), for the mean variance of the next `horizon` days;
 * never below the least it was fitted on.
 */
export function harAhead(horizon: number): VarianceModel {
  return {
    name: horizon === 1 ? 'HAR' : `HAR, ${horizon} days`,
    fit(days, from, to) {
      const rows: number[][] = []
      const targets: number[] = []
      let least = Number.POSITIVE_INFINITY
      for (let at = from + LONGEST_LAG; at + horizon <= to; at++) {
        const ahead = meanBefore(days.variance, at + horizon, horizon)
        rows.push(averages(days, at))
        targets.push(ahead)
        least = Math.min(least, Math.max(ahead, LEAST_VARIANCE))
      }
      const { predict } = ridge(rows, targets, 0)
      return (known, at) => Math.max(predict(averages(known, at)), least)
    },
  }
}

export const har = harAhead(1)

function averages({ variance }: Days, at: number): number[] {
  return [1, 7, LONGEST_LAG].map((lag) => meanBefore(variance, at, lag))
}
