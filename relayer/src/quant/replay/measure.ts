// SPDX-License-Identifier: MIT
import { tailMean } from '../tail-mean.ts'
import type { BookOutcome } from './walk.ts'

/** Quality of a hedge over paths: means but for the first two. */
export interface HedgeMeasure {
  /** Standard deviation of the gain net of costs. */
  readonly error: number
  /** Mean gain less its mean in the worst 5 % of paths. */
  readonly cvar: number
  readonly cost: number
  readonly turnover: number
  readonly hedges: number
  readonly outside: number
  readonly calls: number
}

export const MEASURES = ['error', 'cvar', 'cost', 'turnover', 'hedges', 'outside', 'calls'] as const

/** A figure under old and new terms on the same paths, and the standard error of their difference. */
export interface Compared {
  readonly old: number
  readonly new: number
  readonly difference: number
  readonly deviation: number
}

export type HedgeComparison = Readonly<Record<keyof HedgeMeasure, Compared>>

/** The measures of a book over paths. */
export function measure(outcomes: readonly BookOutcome[]): HedgeMeasure {
  const count = outcomes.length
  const mean = (of: (outcome: BookOutcome) => number): number =>
    outcomes.reduce((total, outcome) => total + of(outcome), 0) / count
  const gain = mean((outcome) => outcome.gain)
  const variance = mean((outcome) => (outcome.gain - gain) ** 2)
  const rising = outcomes.map((outcome) => outcome.gain).toSorted((a, b) => a - b)
  return {
    error: Math.sqrt(variance),
    cvar: gain - tailMean(rising),
    cost: mean((outcome) => outcome.cost),
    turnover: mean((outcome) => outcome.turnover),
    hedges: mean((outcome) => outcome.hedges),
    outside: mean((outcome) => outcome.outside),
    calls: mean((outcome) => outcome.calls),
  }
}

/** Old against new, path by path; the error of a difference is the jackknife's, which the pairing of paths makes small. */
export function compare(old: readonly BookOutcome[], next: readonly BookOutcome[]): HedgeComparison {
  const [before, after] = [measure(old), measure(next)]
  const without = old.map((_, left) => {
    const keep = (outcomes: readonly BookOutcome[]) => outcomes.filter((_outcome, i) => i !== left)
    return old.length < 2 ? [before, after] : [measure(keep(old)), measure(keep(next))]
  })
  const compared = MEASURES.map((name): [keyof HedgeMeasure, Compared] => {
    const differences = without.map(([one, other]) => other![name] - one![name])
    const centre = differences.reduce((total, each) => total + each, 0) / differences.length
    const spread = differences.reduce((total, each) => total + (each - centre) ** 2, 0)
    return [
      name,
      {
        old: before[name],
        new: after[name],
        difference: after[name] - before[name],
        deviation: Math.sqrt((spread * (old.length - 1)) / old.length),
      },
    ]
  })
  return Object.fromEntries(compared) as unknown as HedgeComparison
}

/** The books together, path by path. */
export function together(books: readonly (readonly BookOutcome[])[]): readonly BookOutcome[] {
  const [first = []] = books
  return first.map((_, path) => {
    const all = books.map((outcomes) => outcomes[path]!)
    const sum = (of: (outcome: BookOutcome) => number) => all.reduce((total, each) => total + of(each), 0)
    return {
      gain: sum(({ gain }) => gain),
      cost: sum(({ cost }) => cost),
      turnover: sum(({ turnover }) => turnover),
      hedges: sum(({ hedges }) => hedges),
      outside: sum(({ outside }) => outside) / all.length,
      calls: sum(({ calls }) => calls),
    }
  })
}
