import { cdf } from '../normal.ts'

/** Whether two forecasts lose alike: the statistic is negative where the first loses less. */
export type DieboldMariano = { readonly statistic: number; readonly pValue: number }

/**
 * Diebold–Mariano test of equal one-step losses, with the Newey–West variance over `lags` and a two-sided normal p-value
 * (Diebold and Mariano 1995).
 */
export function dieboldMariano(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  lags = Math.floor(Math.cbrt(first.length)),
): DieboldMariano {
  const n = first.length
  const gap = Float64Array.from({ length: n }, (_, i) => first[i]! - second[i]!)
  const mean = gap.reduce((sum, x) => sum + x, 0) / n
  let variance = covariance(gap, mean, 0)
  for (let lag = 1; lag <= lags; lag++) variance += 2 * (1 - lag / (lags + 1)) * covariance(gap, mean, lag)
  if (!(variance > 0)) return { statistic: 0, pValue: 1 }
  const statistic = mean / Math.sqrt(variance / n)
  return { statistic, pValue: 2 * cdf(-Math.abs(statistic)) }
}

function covariance(values: Float64Array, mean: number, lag: number): number {
  let sum = 0
  for (let i = lag; i < values.length; i++) sum += (values[i]! - mean) * (values[i - lag]! - mean)
  return sum / values.length
}
