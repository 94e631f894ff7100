import type { Days } from './daily-variance.ts'
import { qlike, squaredError } from './losses.ts'
import { LEAST_VARIANCE, type VarianceModel } from './model.ts'

/** How forecasts are judged out of sample. */
export type WalkForward = {
  /** Days each fit sees. */
  readonly window: number
  /** Days between two fits. */
  readonly refit: number
}

/** Forecasts of one model, day by day, and their mean losses. */
export type Evaluation = {
  readonly model: string
  readonly forecasts: Float64Array
  readonly qlikes: Float64Array
  readonly squaredErrors: Float64Array
  readonly qlike: number
  readonly mse: number
}

/** Fits on a rolling window, forecasts the days after it, and fits again: no forecast ever sees its own day or a later one. */
export function walkForward(days: Days, model: VarianceModel, { window, refit }: WalkForward): Evaluation {
  const count = Math.max(0, days.variance.length - window)
  const forecasts = new Float64Array(count)
  const qlikes = new Float64Array(count)
  const squaredErrors = new Float64Array(count)
  let forecast = model.fit(days, 0, window)
  for (let i = 0; i < count; i++) {
    const at = window + i
    if (i > 0 && i % refit === 0) forecast = model.fit(days, at - window, at)
    const realised = Math.max(days.variance[at]!, LEAST_VARIANCE)
    forecasts[i] = forecast(days, at)
    qlikes[i] = qlike(realised, forecasts[i]!)
    squaredErrors[i] = squaredError(realised, forecasts[i]!)
  }
  return {
    model: model.name,
    forecasts,
    qlikes,
    squaredErrors,
    qlike: mean(qlikes),
    mse: mean(squaredErrors),
  }
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
