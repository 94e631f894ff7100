// SPDX-License-Identifier: MIT
import { type Exposure, type Hedge, hedgeOf, payoff } from './exposure.ts'
import type { Paths } from './paths.ts'
import type { Check, Policy } from './policy.ts'

/** What a policy did on every path, before costs. A cost of λ and k is λ·turnover + k·trades. */
export interface Outcome {
  /** Payoff received plus trading gains of the hedge, in quote; premiums are left out. */
  readonly gain: Float64Array
  /** Quote traded, the last liquidation included. */
  readonly turnover: Float64Array
  readonly trades: Float64Array
}

/** T and dT/dS of a book at its own vols at every check of every path: one pass serves all policies. */
export interface Marks {
  readonly paths: Paths
  readonly book: Exposure
  readonly spot: Float64Array
  readonly target: Float64Array
  readonly gamma: Float64Array
}

export function markPaths(book: Exposure, paths: Paths): Marks {
  const { count, steps, interval, logs } = paths
  const spot = logs.map(Math.exp)
  const target = new Float64Array(logs.length)
  const gamma = new Float64Array(logs.length)
  const hedge: Hedge = { target: 0, gamma: 0, grossGamma: 0 }
  for (let path = 0, at = 0; path < count; path++) {
    for (let step = 0; step <= steps; step++, at++) {
      hedgeOf(book, spot[at]!, logs[at]!, step * interval, 1, hedge)
      target[at] = hedge.target
      gamma[at] = hedge.gamma
    }
  }
  return { paths, book, spot, target, gamma }
}

/** Hedges every path by `policy`, checked at every step but the last, where the hedge is liquidated. */
export function simulate({ paths, book, spot, target, gamma }: Marks, policy: Policy): Outcome {
  const { count, steps, interval, logs } = paths
  const gain = new Float64Array(count)
  const turnover = new Float64Array(count)
  const trades = new Float64Array(count)
  const expirySteps = book.expiry.map((expiry) => Math.min(steps, Math.round(expiry / interval)))
  const check: Check = { step: 0, time: 0, spot: 0, logSpot: 0, target: 0, gamma: 0 }
  for (let path = 0; path < count; path++) {
    const first = path * (steps + 1)
    let held = 0
    let cash = 0
    let traded = 0
    let times = 0
    policy.start(book)
    for (let step = 0; step < steps; step++) {
      const at = first + step
      check.step = step
      check.time = step * interval
      check.spot = spot[at]!
      check.logSpot = logs[at]!
      check.target = target[at]!
      check.gamma = gamma[at]!
      const next = policy.next(held, check)
      if (next === held) continue
      const value = (next - held) * check.spot
      cash -= value
      traded += Math.abs(value)
      times += 1
      held = next
    }
    const last = first + steps
    if (held !== 0) {
      const value = held * spot[last]!
      cash += value
      traded += Math.abs(value)
      times += 1
    }
    let paid = 0
    for (let row = 0; row < book.rows; row++) paid += payoff(book, row, logs[first + expirySteps[row]!]!)
    gain[path] = cash + paid
    turnover[path] = traded
    trades[path] = times
  }
  return { gain, turnover, trades }
}
