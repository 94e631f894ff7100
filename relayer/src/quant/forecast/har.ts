import type { Days } from './daily-variance.ts'
import { LEAST_VARIANCE, LONGEST_LAG, meanBefore, type VarianceModel } from './model.ts'
import { ridge } from './ridge.ts'

/** HAR of variances with lags 1, 7 and 30 days by least squares (Corsi 2009); never below the least day it was fitted on. */
export const har: VarianceModel = {
  name: 'HAR',
  fit(days, from, to) {
    const rows: number[][] = []
    const targets: number[] = []
    let least = Number.POSITIVE_INFINITY
    for (let at = from + LONGEST_LAG; at < to; at++) {
      rows.push(averages(days, at))
      targets.push(days.variance[at]!)
      least = Math.min(least, Math.max(days.variance[at]!, LEAST_VARIANCE))
    }
    const { predict } = ridge(rows, targets, 0)
    return (known, at) => Math.max(predict(averages(known, at)), least)
  },
}

function averages({ variance }: Days, at: number): number[] {
  return [1, 7, LONGEST_LAG].map((lag) => meanBefore(variance, at, lag))
}
