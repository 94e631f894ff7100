// SPDX-License-Identifier: MIT
import { type Random, randomStream } from '../../random.ts'

/** How a price moves, annual, without drift: a martingale. */
export type PriceModel =
  | { readonly kind: 'gbm'; readonly vol: number }
  | {
      readonly kind: 'heston'
      /** v0 and θ. */
      readonly variance: number
      /** κ */
      readonly reversion: number
      /** ξ */
      readonly volOfVariance: number
      /** ρ */
      readonly correlation: number
    }
  | {
      readonly kind: 'merton'
      /** Of diffusion and jumps together. */
      readonly totalVol: number
      /** Jumps a year. */
      readonly intensity: number
      /** Mean and standard deviation of the log of a jump. */
      readonly jumpMean: number
      readonly jumpDeviation: number
    }

/** Logs of prices, row by row: path p at step i is `logs[p * (steps + 1) + i]`. */
export interface Paths {
  readonly count: number
  readonly steps: number
  /** Years between two steps. */
  readonly interval: number
  readonly logs: Float64Array
}

export interface PathsRequest {
  readonly model: PriceModel
  readonly count: number
  readonly steps: number
  readonly interval: number
  readonly spot: number
  readonly seed: number
}

/** Paths of a model; equal requests give equal paths. */
export function simulatePaths(request: PathsRequest): Paths {
  const { model, count, steps, interval, spot, seed } = request
  const logs = new Float64Array(count * (steps + 1))
  const random = randomStream(seed, model.kind)
  for (let path = 0; path < count; path++) {
    const row = logs.subarray(path * (steps + 1), (path + 1) * (steps + 1))
    row[0] = Math.log(spot)
    if (model.kind === 'gbm') walkGbm(row, model.vol, interval, random)
    else if (model.kind === 'heston') walkHeston(row, model, interval, random)
    else walkMerton(row, model, interval, random)
  }
  return { count, steps, interval, logs }
}

function walkGbm(row: Float64Array, vol: number, dt: number, { normal }: Random): void {
  const deviation = vol * Math.sqrt(dt)
  const drift = -0.5 * vol * vol * dt
  for (let i = 1; i < row.length; i++) row[i] = row[i - 1]! + drift + deviation * normal()
}

/** Full truncation Euler (Lord, Koekkoek and van Dijk 2010). */
function walkHeston(
  row: Float64Array,
  model: Extract<PriceModel, { kind: 'heston' }>,
  dt: number,
  { normal }: Random,
): void {
  const rest = Math.sqrt(1 - model.correlation ** 2)
  let variance = model.variance
  for (let i = 1; i < row.length; i++) {
    const positive = Math.max(variance, 0)
    const deviation = Math.sqrt(positive * dt)
    const first = normal()
    const second = model.correlation * first + rest * normal()
    row[i] = row[i - 1]! - 0.5 * positive * dt + deviation * first
    variance += model.reversion * (model.variance - positive) * dt + model.volOfVariance * deviation * second
  }
}

/** The count of jumps of a step is Poisson, drawn by products of uniforms (Knuth). */
function walkMerton(
  row: Float64Array,
  model: Extract<PriceModel, { kind: 'merton' }>,
  dt: number,
  { normal, uniform }: Random,
): void {
  const { totalVol, intensity, jumpMean, jumpDeviation } = model
  const diffusion = totalVol ** 2 - intensity * (jumpMean ** 2 + jumpDeviation ** 2)
  if (!(diffusion >= 0)) throw new RangeError(`totalVol ${totalVol} is less than what the jumps alone give`)
  const compensation = intensity * (Math.exp(jumpMean + jumpDeviation ** 2 / 2) - 1)
  const drift = (-0.5 * diffusion - compensation) * dt
  const deviation = Math.sqrt(diffusion * dt)
  const none = Math.exp(-intensity * dt)
  for (let i = 1; i < row.length; i++) {
    let move = drift + deviation * normal()
    for (let product = uniform(); product > none; product *= uniform()) {
      move += jumpMean + jumpDeviation * normal()
    }
    row[i] = row[i - 1]! + move
  }
}
