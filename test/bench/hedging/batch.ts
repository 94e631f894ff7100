import { type Moments, moments } from '../../../relayer/src/quant/hedging/measures.ts'
import { simulatePaths } from '../../../relayer/src/quant/hedging/paths.ts'
import type { Outcome } from '../../../relayer/src/quant/hedging/simulate.ts'
import { markPaths, simulate } from '../../../relayer/src/quant/hedging/simulate.ts'
import { INTERVAL, MODELS, type ModelName, SPOT } from './setting.ts'
import { SUBJECTS, type SubjectName } from './subject.ts'
import { type Trial, trialsOf } from './trials.ts'

/** Paths of one model and seed, hedged by every trial. */
export interface BatchRequest {
  readonly subject: SubjectName
  readonly model: ModelName
  readonly seed: number
  readonly paths: number
}

/** Moments by trial, then by the trial's cells. */
export type BatchResult = readonly (readonly Moments[])[]

export function runBatch(
  { subject, model, seed, paths }: BatchRequest,
  trials: readonly Trial[] = trialsOf(SUBJECTS[subject]),
): BatchResult {
  const { book, vol, steps } = SUBJECTS[subject]
  const marks = markPaths(
    book,
    simulatePaths({ model: MODELS[model](vol), count: paths, steps, interval: INTERVAL, spot: SPOT, seed }),
  )
  return trials.map((trial) => measured(trial, simulate(marks, trial.make(vol))))
}

export function measured(trial: Trial, outcome: Outcome): readonly Moments[] {
  return trial.cells.map((cell) => moments(outcome, cell))
}
