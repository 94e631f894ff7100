import { LEAST_VARIANCE, type VarianceModel } from './model.ts'

/** Tomorrow is as today. */
export const randomWalk: VarianceModel = {
  name: 'random walk',
  fit: () => (days, at) => Math.max(days.variance[at - 1]!, LEAST_VARIANCE),
}
