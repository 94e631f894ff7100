import { optimalBand } from '../../../relayer/src/quant/band.ts'
import { hedgeOf } from '../../../relayer/src/quant/hedging/exposure.ts'
import { costAt, type Risk } from '../../../relayer/src/quant/hedging/frontier.ts'
import { join, type Measure, type Moments } from '../../../relayer/src/quant/hedging/measures.ts'
import type { BatchResult } from './batch.ts'
import { CELLS, type Cell, COMPARED, SPOT } from './setting.ts'
import { jackknife } from './statistics.ts'
import type { Subject } from './subject.ts'
import { POLICIES, type PolicyName, type Trial } from './trials.ts'

export interface Swept extends Measure {
  readonly width: number
}

/** A policy's cost over Gimbal's at Gimbal's risk, with the half-width of its 95 % interval over batches. */
export interface Ratio {
  readonly ratio: number
  readonly error: number
}

export interface Comparison {
  readonly aversion: number
  /** Optimal b/a at the start. */
  readonly thresholds: number
  readonly own: Measure
  readonly ratios: Readonly<Record<Risk, Readonly<Record<PolicyName, Ratio>>>>
}

export interface CellReport extends Cell {
  readonly frontiers: Readonly<Record<PolicyName, readonly Swept[]>>
  readonly comparisons: readonly Comparison[]
}

type Points = Readonly<Record<PolicyName, readonly { width: number; batches: readonly Moments[] }[]>>

/** Compares the policies in every cell over the batches of one model. */
export function compare(
  subject: Subject,
  trials: readonly Trial[],
  results: readonly BatchResult[],
  cells: readonly Cell[] = CELLS,
): readonly CellReport[] {
  return cells.map((cell) => {
    const points = pointsOf(cell, trials, results)
    const whole = frontiersOf(points)
    const without = results.map((_, left) => frontiersOf(points, left))
    const comparisons = COMPARED.map((aversion): Comparison => {
      const own = whole.Gimbal.find(({ width }) => width === aversion)
      if (own === undefined) throw new Error(`the rule was not swept at A = ${aversion}`)
      return {
        aversion,
        thresholds: thresholdsOf(subject, cell, aversion),
        own,
        ratios: {
          deviation: ratiosOf(whole, without, 'deviation', aversion),
          cvar: ratiosOf(whole, without, 'cvar', aversion),
        },
      }
    })
    return { ...cell, frontiers: whole, comparisons }
  })
}

type Frontiers = Record<PolicyName, readonly Swept[]>

function pointsOf(cell: Cell, trials: readonly Trial[], results: readonly BatchResult[]): Points {
  const points = byPolicy<{ width: number; batches: readonly Moments[] }[]>(() => [])
  trials.forEach((trial, at) => {
    const column = trial.cells.indexOf(cell)
    if (column < 0) return
    points[trial.policy].push({ width: trial.width, batches: results.map((result) => result[at]![column]!) })
  })
  return points
}

function frontiersOf(points: Points, left?: number): Frontiers {
  return byPolicy((policy) =>
    points[policy].map(({ width, batches }) => ({
      width,
      ...join(left === undefined ? batches : batches.filter((_, at) => at !== left)),
    })),
  )
}

/** Jackknife over batches: all policies saw the same paths, so most of the noise of a cost is not in the ratio. */
function ratiosOf(
  whole: Frontiers,
  without: readonly Frontiers[],
  risk: Risk,
  aversion: number,
): Record<PolicyName, Ratio> {
  const ratioIn = (frontiers: Frontiers, policy: PolicyName) => {
    const own = frontiers.Gimbal.find(({ width }) => width === aversion)!
    return costAt(frontiers[policy], risk, own[risk]) / own.cost
  }
  return byPolicy((policy) => {
    const ratio = policy === 'Gimbal' ? 1 : ratioIn(whole, policy)
    if (policy === 'Gimbal' || !Number.isFinite(ratio)) return { ratio, error: 0 }
    return { ratio, error: jackknife(without.map((frontiers) => ratioIn(frontiers, policy))) }
  })
}

function thresholdsOf({ book, requirement }: Subject, cell: Cell, aversion: number): number {
  const hedge = { target: 0, gamma: 0, grossGamma: 0 }
  hedgeOf(book, SPOT, Math.log(SPOT), 0, 1, hedge)
  const { outer, inner } = optimalBand(cell, aversion / requirement, hedge.gamma, SPOT)
  return inner / outer
}

function byPolicy<T>(make: (policy: PolicyName) => T): Record<PolicyName, T> {
  return Object.fromEntries(POLICIES.map((policy) => [policy, make(policy)])) as Record<PolicyName, T>
}
