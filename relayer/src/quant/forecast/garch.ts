import { minimise } from '../minimise.ts'
import type { Days } from './daily-variance.ts'
import { LEAST_VARIANCE, type VarianceForecast, type VarianceModel } from './model.ts'

/** Days a forecast runs the recursion over before its own. */
const MEMORY = 250

/**
 * GARCH(1,1) of daily returns, h ← ω + α·r² + β·h, by Gaussian likelihood with ω from the long-run variance (Bollerslev 1986).
 */
export const garch: VarianceModel = {
  name: 'GARCH(1,1)',
  fit(days, from, to): VarianceForecast {
    let sum = 0
    for (let i = from; i < to; i++) sum += days.change[i]! ** 2
    const mean = Math.max(sum / (to - from), LEAST_VARIANCE)
    const loss = (x: readonly number[]): number => {
      const { alpha, beta } = weights(x)
      let [h, total] = [mean, 0]
      for (let i = from; i < to; i++) {
        const square = days.change[i]! ** 2
        total += Math.log(h) + square / h
        h = step(mean, alpha, beta, square, h)
      }
      return total
    }
    const { alpha, beta } = weights(minimise(loss, [-2, 2], [0.5, 0.5]).at)
    return (known: Days, at: number) => {
      let h = mean
      for (let i = Math.max(0, at - MEMORY); i < at; i++)
        h = step(mean, alpha, beta, known.change[i]! ** 2, h)
      return h
    }
  },
}

function step(mean: number, alpha: number, beta: number, square: number, h: number): number {
  return Math.max((1 - alpha - beta) * mean + alpha * square + beta * h, LEAST_VARIANCE)
}

/** α, β ≥ 0 with α + β < 1 from two free numbers: persistence, and the share of it that is α. */
function weights([x, y]: readonly number[]): { readonly alpha: number; readonly beta: number } {
  const persistence = 0.9999 / (1 + Math.exp(-y!))
  const share = 1 / (1 + Math.exp(-x!))
  return { alpha: persistence * share, beta: persistence * (1 - share) }
}
