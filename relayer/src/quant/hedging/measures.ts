// SPDX-License-Identifier: MIT
import { tailMean } from '../tail-mean.ts'
import type { Outcome } from './simulate.ts'

/** Quality of a policy over a set of paths, in quote. */
export interface Measure {
  /** Mean cost of trading. */
  readonly cost: number
  /** Standard deviation of P&L net of costs. */
  readonly deviation: number
  /** Mean P&L less its mean in the worst 5 % of paths. */
  readonly cvar: number
}

export interface CostTerms {
  /** λ, proportional one-way cost. */
  readonly costRate: number
  /** k, cost of one trade in quote. */
  readonly fixedCost: number
}

/** What batches of equally many paths are joined from: means over the paths of a batch. */
export interface Moments {
  readonly cost: number
  readonly mean: number
  readonly square: number
  readonly cvar: number
}

/** The moments of outcomes under given costs. */
export function moments({ gain, turnover, trades }: Outcome, { costRate, fixedCost }: CostTerms): Moments {
  const count = gain.length
  const net = new Float64Array(count)
  let cost = 0
  let mean = 0
  let square = 0
  for (let i = 0; i < count; i++) {
    const paid = costRate * turnover[i]! + fixedCost * trades[i]!
    const pnl = gain[i]! - paid
    net[i] = pnl
    cost += paid
    mean += pnl
    square += pnl * pnl
  }
  net.sort()
  return {
    cost: cost / count,
    mean: mean / count,
    square: square / count,
    cvar: mean / count - tailMean(net),
  }
}

/** Joins batches; their CVaR is averaged, which leaves out what the tail of a batch is short of. */
export function join(batches: readonly Moments[]): Measure {
  let [cost, mean, square, cvar] = [0, 0, 0, 0]
  for (const batch of batches) {
    cost += batch.cost
    mean += batch.mean
    square += batch.square
    cvar += batch.cvar
  }
  const count = batches.length
  const variance = square / count - (mean / count) ** 2
  return { cost: cost / count, deviation: Math.sqrt(Math.max(0, variance)), cvar: cvar / count }
}
