// SPDX-License-Identifier: MIT
import type { Measure } from './measures.ts'

export type Risk = 'deviation' | 'cvar'

/**
 * The cost at which a swept policy reaches a risk, log-linear between the points of its efficient frontier; infinite below its
 * least risk, not a number beyond its largest.
 */
export function costAt(points: readonly Measure[], risk: Risk, level: number): number {
  const frontier = efficient(points, risk)
  const last = frontier.at(-1)
  if (last === undefined || level > frontier[0]![risk]) return Number.NaN
  if (level < last[risk]) return Number.POSITIVE_INFINITY
  for (let i = 1; i < frontier.length; i++) {
    const [cheap, safe] = [frontier[i - 1]!, frontier[i]!]
    if (level < safe[risk]) continue
    const part = Math.log(level / cheap[risk]) / Math.log(safe[risk] / cheap[risk])
    return cheap.cost * (safe.cost / cheap.cost) ** part
  }
  return last.cost
}

/** A risk and the cost at it. */
export interface Reading {
  readonly level: number
  readonly cost: number
}

/** `costAt` the level that is nearest to the one asked for among those that the frontier spans. */
export function nearestAt(points: readonly Measure[], risk: Risk, level: number): Reading {
  const frontier = efficient(points, risk)
  if (frontier.length === 0) throw new RangeError('no point to read a frontier from')
  const nearest = Math.max(frontier.at(-1)![risk], Math.min(frontier[0]![risk], level))
  return { level: nearest, cost: costAt(frontier, risk, nearest) }
}

/** Points that no other point beats in cost and risk, cheapest first. */
export function efficient<P extends Measure>(points: readonly P[], risk: Risk): P[] {
  const frontier: P[] = []
  for (const point of points.toSorted((one, other) => one.cost - other.cost)) {
    const last = frontier.at(-1)
    if (last === undefined || point[risk] < last[risk]) frontier.push(point)
  }
  return frontier
}
