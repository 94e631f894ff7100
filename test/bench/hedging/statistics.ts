import { randomStream } from '../../../relayer/src/random.ts'

const REDRAWS = 400

/**
 * Which batches each redraw is made of, as many as there are, drawn with replacement (Efron 1979). A cost is read where a frontier
 * bends or ends; leaving out one batch at a time sees such a bend or misses it, and its error bar jumps with it.
 */
export function redraws(batches: number): readonly (readonly number[])[] {
  const { uniform } = randomStream(1, 'redraws')
  return Array.from({ length: REDRAWS }, () =>
    Array.from({ length: batches }, () => Math.floor(uniform() * batches)),
  )
}

/** Half-width of the 95 % interval of a figure from its values over redraws of so many batches. */
export function errorBar(values: readonly number[], batches: number): number {
  const finite = values.filter(Number.isFinite)
  const count = finite.length
  if (count < 2 || batches < 2) return Number.POSITIVE_INFINITY
  const mean = finite.reduce((sum, value) => sum + value, 0) / count
  const variance = finite.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1)
  // a redraw of n batches varies by (n - 1) / n of what n new ones would
  return student(batches - 1) * Math.sqrt((variance * batches) / (batches - 1))
}

/** 97.5 % quantile of Student's t, by its expansion in the degrees of freedom (Abramowitz and Stegun 26.7.5). */
function student(freedom: number): number {
  const z = 1.959963984540054
  return (
    z +
    (z ** 3 + z) / (4 * freedom) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * freedom ** 3)
  )
}
