import { randomStream } from '../../random.ts'
import type { Market } from '../exotics/market.ts'
import { fieldError, requirePositive, requireWithin } from '../field-error.ts'
import { brownianBridge } from './brownian-bridge.ts'
import { inverseNormal } from './inverse-normal.ts'
import { SOBOL_DIMENSIONS, sobolSequence } from './sobol.ts'

/** What a path pays, discounted by the payoff itself: it knows when it pays. `spots[i]` is spot at `times[i]`. */
export type PathPayoff = (spots: Float64Array, discountTo: (i: number) => number) => number

/** A payoff of known value that moves with the one in question: its error is taken out. */
export type Control = { readonly payoff: PathPayoff; readonly value: number }

export type MonteCarlo = {
  readonly market: Market
  /** Years from now, rising, above zero. */
  readonly times: readonly number[]
  readonly payoff: PathPayoff
  readonly control?: Control
  /** Paths of each batch; a power of two uses the sequence best. */
  readonly paths?: number
  /** Independent batches, each with a random shift of its own; the error bar comes from their spread. */
  readonly batches?: number
  readonly seed?: number
}

/** A mean over paths and its standard error. */
export type Estimate = { readonly value: number; readonly standardError: number; readonly paths: number }

/**
 * Randomised quasi-Monte Carlo of geometric Brownian paths: the first dimensions of a Brownian bridge come from a Sobol
 * sequence with a random digital shift per batch, the rest from a seeded generator. Equal seeds give equal estimates.
 *
 * The control's coefficient is fitted on a first batch that is then thrown away, so that it leaves the mean unbiased.
 *
 * @throws QuantInputError
 */
export function monteCarlo(problem: MonteCarlo): Estimate {
  const { times, control, paths = 4096, batches = 16, seed = 1 } = problem
  check(problem, paths, batches)
  const random = randomStream(seed, 'paths').uniform
  const weight = control ? fittedWeight(runBatch(problem, paths, random)) : 0
  const means: number[] = []
  for (let batch = 0; batch < batches; batch++) {
    const { values, controls } = runBatch(problem, paths, random)
    let sum = 0
    for (let i = 0; i < paths; i++) sum += values[i]! - weight * (controls[i]! - (control?.value ?? 0))
    means.push(sum / paths)
  }
  const value = means.reduce((sum, x) => sum + x, 0) / batches
  const variance = means.reduce((sum, x) => sum + (x - value) ** 2, 0) / Math.max(1, batches - 1)
  return {
    value,
    standardError: Math.sqrt(variance / batches),
    paths: paths * batches * Math.min(1, times.length),
  }
}

type Batch = { readonly values: Float64Array; readonly controls: Float64Array }

function runBatch(
  { market, times, payoff, control }: MonteCarlo,
  paths: number,
  random: () => number,
): Batch {
  const { spot, vol, rate, yield: dividend } = market
  const smooth = Math.min(times.length, SOBOL_DIMENSIONS)
  const sequence = sobolSequence(smooth)
  const shifts = Uint32Array.from({ length: smooth }, () => random() * 2 ** 32)
  const bridge = brownianBridge(times)
  const drifts = times.map((t) => (rate - dividend - (vol * vol) / 2) * t)
  const discountTo = (i: number): number => Math.exp(-rate * times[i]!)
  const [normals, path, spots] = [0, 0, 0].map(() => new Float64Array(times.length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  const [values, controls] = [new Float64Array(paths), new Float64Array(control ? paths : 0)]
  for (let p = 0; p < paths; p++) {
    const point = sequence()
    for (let d = 0; d < times.length; d++) {
      const uniform = d < smooth ? ((point[d]! ^ shifts[d]!) >>> 0) / 2 ** 32 : random()
      normals[d] = inverseNormal(uniform + 2 ** -33)
    }
    bridge(normals, path)
    for (let i = 0; i < times.length; i++) spots[i] = spot * Math.exp(drifts[i]! + vol * path[i]!)
    values[p] = payoff(spots, discountTo)
    if (control) controls[p] = control.payoff(spots, discountTo)
  }
  return { values, controls: control ? controls : values }
}

/** Regression of payoff on control. */
function fittedWeight({ values, controls }: Batch): number {
  const n = values.length
  const [meanValue, meanControl] = [values, controls].map((all) => all.reduce((sum, x) => sum + x, 0) / n)
  let [covariance, variance] = [0, 0]
  for (let i = 0; i < n; i++) {
    covariance += (values[i]! - meanValue!) * (controls[i]! - meanControl!)
    variance += (controls[i]! - meanControl!) ** 2
  }
  return variance > 0 ? covariance / variance : 0
}

function check({ market, times }: MonteCarlo, paths: number, batches: number): void {
  requirePositive('spot', market.spot)
  requireWithin('vol', market.vol, 0, 20)
  requireWithin('rate', market.rate, -10, 10)
  requireWithin('yield', market.yield, -10, 10)
  if (times.length === 0) throw fieldError('times', 'an empty list', 'one time or more')
  times.forEach((t, i) => {
    const least = i === 0 ? 0 : times[i - 1]!
    if (!(t >= least && t > 0 && t <= 200))
      throw fieldError(`times[${i}]`, t, `above zero, from ${least} to 200 years`)
  })
  for (const [field, value, least] of [
    ['paths', paths, 2],
    ['batches', batches, 2],
  ] as const) {
    if (!Number.isInteger(value) || value < least)
      throw fieldError(field, value, `a whole number, ${least} or more`)
  }
}
