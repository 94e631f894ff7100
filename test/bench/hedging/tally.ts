import type { Risk } from '../../../relayer/src/quant/hedging/frontier.ts'
import type { CellReport } from './compare.ts'
import { type Verdict, verdict } from './verdict.ts'

/** The two risks that costs are compared at. */
export const RISKS = ['deviation', 'cvar'] as const satisfies readonly Risk[]

export interface Judged extends Verdict {
  readonly model: string
  readonly costRate: number
  readonly fixedCost: number
  readonly aversion: number
  readonly risk: Risk
}

export interface Tally {
  readonly comparisons: number
  /** Within the error bar. */
  readonly held: number
  /** As point estimates. */
  readonly outright: number
  /** Those that only the error bar saves, and those that nothing saves. */
  readonly short: readonly Judged[]
}

/** Counts the comparisons of all models in which the rule keeps its promise. */
export function tally(reports: ReadonlyMap<string, readonly CellReport[]>): Tally {
  const all = [...reports].flatMap(([model, cells]) =>
    cells.flatMap((cell) =>
      cell.comparisons.flatMap((comparison) =>
        RISKS.map((risk): Judged => {
          const { costRate, fixedCost } = cell
          const { aversion } = comparison
          return { model, costRate, fixedCost, aversion, risk, ...verdict(cell, comparison, risk) }
        }),
      ),
    ),
  )
  return {
    comparisons: all.length,
    held: all.filter(({ holds }) => holds).length,
    outright: all.filter(({ outright }) => outright).length,
    short: all.filter(({ outright }) => !outright),
  }
}

export function tallyLines({ comparisons, held, outright, short }: Tally): string {
  const lines = short.map(({ model, costRate, fixedCost, aversion, risk, rival, ratio, needed, holds }) => {
    const where = `${model}, ${costRate * 1e4} bp, k = ${fixedCost}, A = ${aversion.toFixed(1)}, equal ${risk === 'cvar' ? 'CVaR95' : 'std'}`
    return `  ${holds ? 'holds' : 'FAILS'} ${where}: ${ratio.ratio.toFixed(3)} ± ${ratio.error.toFixed(3)} ${rival}, needs ${needed.toFixed(3)}`
  })
  return [
    `${held} of ${comparisons} comparisons hold within the error bar, ${outright} of them without it${short.length > 0 ? ':' : ''}`,
    ...lines,
  ].join('\n')
}
