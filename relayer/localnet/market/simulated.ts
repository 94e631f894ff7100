import { randomStream } from '../../src/random.ts'
import { type MarketPath, TICK, type Tick } from './path.ts'
import { simulatedPast } from './simulated-past.ts'

/**
 * Stochastic volatility with jumps (Heston 1993 with the jumps of Bates 1996), no drift:
 *   dS/S = sqrt(v) dW + (e^J - 1) dN,   dv = kappa (theta - v) dt + xi sqrt(v) dZ,   d<W, Z> = rho dt
 *
 * Figures typical of ETH: long-run vol 60 % a year; a vol shock halves in seven weeks; 30 jumps a year of -1 % ± 5 % on
 * average, which add 28 % of vol. They are those of the hedging benchmark in docs/hedging.md.
 */
export const ETH_LIKE = {
  firstPrice: 3_000,
  /** 2026-01-01T00:00:00Z */
  start: 1_767_225_600,
  kappa: 5,
  theta: 0.36,
  xi: 1.5,
  rho: -0.3,
  jumpsPerYear: 30,
  jumpMean: -0.01,
  jumpDeviation: 0.05,
} as const

const YEAR = 365 * 86_400

/** An endless path from a seed. */
export function simulatedPath(seed: number): MarketPath {
  const model = ETH_LIKE
  const jumpVariance = model.jumpsPerYear * (model.jumpMean ** 2 + model.jumpDeviation ** 2)
  return {
    source: `simulated, seed ${seed}`,
    start: model.start,
    firstPrice: model.firstPrice,
    initialVol: Math.sqrt(model.theta + jumpVariance),
    past: () => simulatedPast(model, seed),
    end: undefined,
    ticks: () => walk(seed),
  }
}

function* walk(seed: number): Generator<Tick, void> {
  const model = ETH_LIKE
  const random = randomStream(seed, 'market')
  const dt = TICK / YEAR
  const root = Math.sqrt(dt)
  const orthogonal = Math.sqrt(1 - model.rho ** 2)
  const jumpDrift = model.jumpsPerYear * (Math.exp(model.jumpMean + model.jumpDeviation ** 2 / 2) - 1)
  let logPrice = Math.log(model.firstPrice)
  let variance: number = model.theta
  for (let time = model.start; ; time += TICK) {
    yield { time, price: Math.exp(logPrice) }
    const first = random.normal()
    const second = model.rho * first + orthogonal * random.normal()
    // Full truncation (Lord, Koekkoek, van Dijk 2010): the variance may dip below zero but acts as zero there.
    const acting = Math.max(variance, 0)
    logPrice += -(acting / 2 + jumpDrift) * dt + Math.sqrt(acting) * root * first
    variance += model.kappa * (model.theta - acting) * dt + model.xi * Math.sqrt(acting) * root * second
    if (random.uniform() < model.jumpsPerYear * dt) {
      logPrice += model.jumpMean + model.jumpDeviation * random.normal()
    }
  }
}
