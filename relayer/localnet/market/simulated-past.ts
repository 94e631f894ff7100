import type { Candle } from '../../src/market/candle.ts'
import { type Random, randomStream } from '../../src/random.ts'

const HOUR = 3_600
const YEAR = 365 * 86_400
/** Heston's model with jumps, and where a path of it begins. */
export type JumpDiffusion = {
  readonly firstPrice: number
  /** UNIX seconds. */
  readonly start: number
  readonly kappa: number
  readonly theta: number
  readonly xi: number
  readonly rho: number
  readonly jumpsPerYear: number
  readonly jumpMean: number
  readonly jumpDeviation: number
}

/** Two years: what a fit of the forecasts sees. */
const PAST_DAYS = 731
/** As long as between two prices of a run, so that ranges of hours are alike before and in it. */
const STEP = 30

/**
 * Hours that lead to the first price of a simulated market, of the same model and seed; the run itself does not change with
 * them. They are drawn backwards from its first variance: the variance of Heston's model in its stationary state is the same
 * process seen from either end of time. The return of a step is then what its variance and their correlation leave free:
 *   ln S₁/S₀ = −(v/2 + jump drift) dt + (ρ/ξ)·(v₁ − v₀ − κ(θ − v) dt) + √((1 − ρ²)·v dt)·Z + jumps.
 */
export function simulatedPast(model: JumpDiffusion, seed: number): readonly Candle[] {
  const random = randomStream(seed, 'past')
  const candles: Candle[] = []
  const state = { log: Math.log(model.firstPrice), variance: model.theta }
  for (let time = model.start - HOUR; time >= model.start - PAST_DAYS * 86_400; time -= HOUR) {
    candles.push(hourBefore(model, time, state, random))
  }
  return candles.toReversed()
}

/** Takes the state back through one hour. */
function hourBefore(
  model: JumpDiffusion,
  time: number,
  state: { log: number; variance: number },
  random: Random,
): Candle {
  const { kappa, theta, xi, rho, jumpsPerYear, jumpMean, jumpDeviation } = model
  const dt = STEP / YEAR
  const jumpDrift = jumpsPerYear * (Math.exp(jumpMean + jumpDeviation ** 2 / 2) - 1)
  const close = state.log
  let [high, low] = [close, close]
  for (let second = 0; second < HOUR; second += STEP) {
    const later = state.variance
    const acting = Math.max(later, 0)
    const earlier = later + kappa * (theta - acting) * dt + xi * Math.sqrt(acting * dt) * random.normal()
    const before = Math.max(earlier, 0)
    let change =
      -(before / 2 + jumpDrift) * dt +
      (rho / xi) * (later - earlier - kappa * (theta - before) * dt) +
      Math.sqrt((1 - rho ** 2) * before * dt) * random.normal()
    if (random.uniform() < jumpsPerYear * dt) change += jumpMean + jumpDeviation * random.normal()
    state.variance = earlier
    state.log -= change
    high = Math.max(high, state.log)
    low = Math.min(low, state.log)
  }
  const [open, top, bottom, last] = [state.log, high, low, close].map(Math.exp)
  return { time, open: open!, high: top!, low: bottom!, close: last! }
}
