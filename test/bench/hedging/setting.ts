import { type Exposure, hedgeOf, worthOf } from '../../../relayer/src/quant/hedging/exposure.ts'
import type { PriceModel } from '../../../relayer/src/quant/hedging/paths.ts'

export const SPOT = 100
/** Hourly checks; years. */
export const INTERVAL = 1 / (365 * 24)

/** Models of a total vol. */
export const MODELS = {
  GBM: (vol) => ({ kind: 'gbm', vol }),
  Heston: (vol) => ({
    kind: 'heston',
    variance: vol ** 2,
    reversion: 5,
    volOfVariance: 1.5,
    correlation: -0.3,
  }),
  Merton: (vol) => ({ kind: 'merton', totalVol: vol, intensity: 30, jumpMean: -0.01, jumpDeviation: 0.05 }),
} as const satisfies Record<string, (vol: number) => PriceModel>

export type ModelName = keyof typeof MODELS
export const MODEL_NAMES = Object.keys(MODELS) as readonly ModelName[]

export interface Cell {
  /** λ */
  readonly costRate: number
  /** k */
  readonly fixedCost: number
}

/** k of each λ: none, and three that bring the optimal b/a to between 0.6 and 0.2. */
const GAS_COSTS: readonly (readonly [costRate: number, fixedCosts: readonly number[]])[] = [
  [0.0005, [0, 0.0005, 0.001, 0.003]],
  [0.002, [0, 0.001, 0.003, 0.01]],
  [0.01, [0, 0.005, 0.02, 0.06]],
]

export const CELLS: readonly Cell[] = GAS_COSTS.flatMap(([costRate, fixedCosts]) =>
  fixedCosts.map((fixedCost) => ({ costRate, fixedCost })),
)

/** Relative risk aversions A that the rule is swept over, and those at which policies are compared. */
export const AVERSIONS: readonly number[] = Array.from({ length: 9 }, (_, i) => 10 ** (i / 4 - 0.5))
export const COMPARED: readonly number[] = [2, 4, 6].map((i) => AVERSIONS[i]!)

/** What a hedged book could lose at once: spot ±16 %, vol times 1.5, 1 or 0.75. Quote. */
export function requirementOf(book: Exposure, spot = SPOT, time = 0): number {
  const hedge = { target: 0, gamma: 0, grossGamma: 0 }
  hedgeOf(book, spot, Math.log(spot), time, 1, hedge)
  const now = worthOf(book, Math.log(spot), time, 1)
  let worst = 0
  for (const step of [-4, -3, -2, -1, 0, 1, 2, 3, 4]) {
    const moved = spot * (1 + 0.04 * step)
    for (const volShock of [0.75, 1, 1.5]) {
      const gain = worthOf(book, Math.log(moved), time, volShock) - now + hedge.target * (moved - spot)
      worst = Math.max(worst, -gain)
    }
  }
  return worst
}
