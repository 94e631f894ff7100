import type { Days } from './daily-variance.ts'

/**
 * A way to forecast the realised variance of the next day. `fit` sees days `[from, to)` only; what it returns forecasts day
 * `at` from the days before it.
 */
export type VarianceModel = {
  readonly name: string
  fit(days: Days, from: number, to: number): VarianceForecast
}

/** Variance of day `at`, positive, from days before `at`. */
export type VarianceForecast = (days: Days, at: number) => number

/** Days of history the longest average of any model needs. */
export const LONGEST_LAG = 30

/** Variance below which a day counts as this: a market that stood still. */
export const LEAST_VARIANCE = 1e-8

/** Mean of `values[at - lag .. at)`. */
export function meanBefore(values: Float64Array, at: number, lag: number): number {
  let sum = 0
  for (let i = at - lag; i < at; i++) sum += Math.max(values[i]!, LEAST_VARIANCE)
  return sum / lag
}

/** Mean of the logs of `values[at - lag .. at)`: one great day weighs less than in the log of the mean. */
export function meanLogBefore(values: Float64Array, at: number, lag: number): number {
  let sum = 0
  for (let i = at - lag; i < at; i++) sum += Math.log(Math.max(values[i]!, LEAST_VARIANCE))
  return sum / lag
}
