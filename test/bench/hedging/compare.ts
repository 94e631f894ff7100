import { optimalBand } from '../../../relayer/src/quant/band.ts'
import { hedgeOf } from '../../../relayer/src/quant/hedging/exposure.ts'
import { nearestAt, type Risk } from '../../../relayer/src/quant/hedging/frontier.ts'
import { join, type Measure, type Moments } from '../../../relayer/src/quant/hedging/measures.ts'
import type { BatchResult } from './batch.ts'
import { CELLS, type Cell, COMPARED, SPOT } from './setting.ts'
import { errorBar, redraws } from './statistics.ts'
import type { Subject } from './subject.ts'
import { POLICIES, type PolicyName, type Trial } from './trials.ts'

export interface Swept extends Measure {
  readonly width: number
}

/** A policy's cost over Gimbal's at equal risk, both on their efficient frontiers. */
export interface Ratio {
  /** Not a number where the policy stays below every risk that Gimbal's sweep reaches: then nothing can be compared. */
  readonly ratio: number
  /** Half-width of its 95 % interval over batches. */
  readonly error: number
  /** The risk at which both are read. */
  readonly level: number
  /** Gimbal's risk lies below the least that the policy has at any width, or above its largest; it is read at that end instead. */
  readonly beyond: 'least' | 'largest' | undefined
}

export interface Comparison {
  readonly aversion: number
  /** Optimal b/a at the start. */
  readonly thresholds: number
  /** Gimbal at this aversion. */
  readonly own: Measure
  /** Gimbal's least cost at the risk it has there: less than its own where another aversion has no more risk for less. */
  readonly least: Readonly<Record<Risk, number>>
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
  const everything = results.map((_, at) => at)
  const drawn = redraws(results.length)
  return cells.map((cell) => {
    const points = pointsOf(cell, trials, results)
    const whole = frontiersOf(points, everything)
    const redrawn = drawn.map((batches) => frontiersOf(points, batches))
    const ratios = (risk: Risk, aversion: number) =>
      ratiosOf(whole, redrawn, { risk, aversion, batches: results.length })
    const comparisons = COMPARED.map((aversion): Comparison => {
      const own = whole.Gimbal.find(({ width }) => width === aversion)
      if (own === undefined) throw new Error(`the rule was not swept at A = ${aversion}`)
      return {
        aversion,
        thresholds: thresholdsOf(subject, cell, aversion),
        own,
        least: {
          deviation: nearestAt(whole.Gimbal, 'deviation', own.deviation).cost,
          cvar: nearestAt(whole.Gimbal, 'cvar', own.cvar).cost,
        },
        ratios: {
          deviation: ratios('deviation', aversion),
          cvar: ratios('cvar', aversion),
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

function frontiersOf(points: Points, drawn: readonly number[]): Frontiers {
  return byPolicy((policy) =>
    points[policy].map(({ width, batches }) => ({ width, ...join(drawn.map((at) => batches[at]!)) })),
  )
}

/** Redraws over batches: all policies saw the same paths, so most of the noise of a cost is not in the ratio. */
function ratiosOf(
  whole: Frontiers,
  redrawn: readonly Frontiers[],
  { risk, aversion, batches }: { risk: Risk; aversion: number; batches: number },
): Record<PolicyName, Ratio> {
  return byPolicy((policy) => {
    const read = readRatio(whole, policy, risk, aversion)
    const values = redrawn.map((frontiers) => readRatio(frontiers, policy, risk, aversion).ratio)
    return { ...read, error: errorBar(values, batches) }
  })
}

/**
 * Every policy, Gimbal among them, costs what its cheapest width of no more risk costs: where a risk can be had by several widths of
 * a policy, none of them is charged for the dearer one. Where the policy has no width of Gimbal's risk, both are read at the end of
 * its frontier that comes nearest, so that a rival out of reach is still compared at a risk that it does reach.
 */
function readRatio(
  frontiers: Frontiers,
  policy: PolicyName,
  risk: Risk,
  aversion: number,
): Omit<Ratio, 'error'> {
  const level = frontiers.Gimbal.find(({ width }) => width === aversion)![risk]
  const other = nearestAt(frontiers[policy], risk, level)
  const own = nearestAt(frontiers.Gimbal, risk, other.level)
  const beyond = other.level > level ? 'least' : other.level < level ? 'largest' : undefined
  // what is safer than Gimbal at any aversion may cost more for that reason
  const ratio = own.level > other.level ? Number.NaN : other.cost / own.cost
  return { ratio, level: other.level, beyond }
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
