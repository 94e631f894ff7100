import { costAt } from '../../../relayer/src/quant/hedging/frontier.ts'
import { join } from '../../../relayer/src/quant/hedging/measures.ts'
import type { BatchResult } from './batch.ts'
import { CELLS, type ModelName } from './setting.ts'
import { errorBar, redraws } from './statistics.ts'
import type { PolicyName, Trial } from './trials.ts'

const COLUMNS = [
  'fixed time',
  'band to middle',
  'band to edge',
  'Whalley-Wilmott',
  'Zakamouline',
] as const satisfies readonly PolicyName[]

/** Costs without gas at a given deviation, as docs/hedging.md quotes them from an independent simulation of 8,000 paths. */
const FLOORS: readonly (readonly [ModelName, number, number, ...(number | undefined)[]])[] = [
  ['GBM', 0.0005, 0.37, 0.336, 0.301, 0.241, 0.204, 0.205],
  ['GBM', 0.002, 0.595, 1.031, undefined, 0.667, 0.58, 0.598],
  ['GBM', 0.01, 1.967, 2.087, 2.033, 1.708, 1.701, 1.613],
  ['Heston', 0.002, 2.344, 0.394, 0.382, 0.32, 0.325, 0.304],
  ['Merton', 0.002, 1.962, 0.418, 0.415, 0.343, 0.331, 0.321],
]

export interface FloorRow {
  readonly model: ModelName
  readonly costRate: number
  readonly deviation: number
  readonly cells: readonly {
    readonly policy: PolicyName
    readonly cost: number
    readonly error: number
    readonly floor: number | undefined
  }[]
}

/** The same table from our own simulator: it shows that both measure the same thing. */
export function floorRows(
  trials: readonly Trial[],
  results: ReadonlyMap<ModelName, readonly BatchResult[]>,
): readonly FloorRow[] {
  return FLOORS.map(([model, costRate, deviation, ...floors]) => {
    const batches = results.get(model) ?? []
    const cell = CELLS.find((known) => known.costRate === costRate && known.fixedCost === 0)!
    const cells = COLUMNS.map((policy, at) => {
      const swept = trials.flatMap((trial, row) => {
        const column = trial.policy === policy ? trial.cells.indexOf(cell) : -1
        return column < 0 ? [] : [batches.map((batch) => batch[row]![column]!)]
      })
      const cost = (drawn: readonly number[]) =>
        costAt(
          swept.map((moments) => join(drawn.map((index) => moments[index]!))),
          'deviation',
          deviation,
        )
      return {
        policy,
        cost: cost(batches.map((_, index) => index)),
        error: errorBar(redraws(batches.length).map(cost), batches.length),
        floor: floors[at],
      }
    })
    return { model, costRate, deviation, cells }
  })
}
