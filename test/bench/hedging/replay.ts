import type { CandleSeries } from '../../../relayer/src/market/candle.ts'
import type { Moments } from '../../../relayer/src/quant/hedging/measures.ts'
import { fixedTime } from '../../../relayer/src/quant/hedging/policies/fixed-time.ts'
import { markPaths, type Outcome, simulate } from '../../../relayer/src/quant/hedging/simulate.ts'
import type { BatchResult } from './batch.ts'
import { measured } from './batch.ts'
import { INTERVAL, SPOT } from './setting.ts'
import { SUBJECTS, soldCall } from './subject.ts'
import { trialsOf } from './trials.ts'

const STEPS = SUBJECTS.call.steps
/** Windows begin a day apart, so they overlap; batches do not. */
const EVERY = 24
/** Windows of a batch: about half a year of starts. */
const BATCH = 180

/**
 * The benchmark's option sold on every day of a price history, struck at the money at the vol of the month before, prices scaled to
 * 100. P&L is counted against that of an hourly hedge without cost: what the month's vol was is nobody's merit, and it would drown
 * the rest. The windows of a batch follow each other; the last short batch is left out, so that all weigh the same.
 */
export function replay(series: CandleSeries): readonly BatchResult[] {
  if (series.interval !== 3_600)
    throw new RangeError(`hourly candles are needed, not of ${series.interval} s`)
  const closes = series.candles.map(({ close }) => Math.log(close))
  const starts: number[] = []
  for (let at = STEPS; at + STEPS < closes.length; at += EVERY) starts.push(at)
  const batches = Math.floor(starts.length / BATCH)
  if (batches < 2)
    throw new RangeError(`${starts.length} windows are too few: at least ${2 * BATCH} days are needed`)
  const trials = trialsOf(SUBJECTS.call)
  return Array.from({ length: batches }, (_, batch) => {
    const windows = starts
      .slice(batch * BATCH, (batch + 1) * BATCH)
      .map((start) => windowMarks(closes, start))
    return trials.map((trial): readonly Moments[] => {
      const outcome: Outcome = {
        gain: new Float64Array(BATCH),
        turnover: new Float64Array(BATCH),
        trades: new Float64Array(BATCH),
      }
      windows.forEach(({ marks, vol, free }, at) => {
        const one = simulate(marks, trial.make(vol))
        outcome.gain[at] = one.gain[0]! - free
        outcome.turnover[at] = one.turnover[0]!
        outcome.trades[at] = one.trades[0]!
      })
      return measured(trial, outcome)
    })
  })
}

function windowMarks(closes: readonly number[], start: number) {
  let variance = 0
  for (let i = start - STEPS + 1; i <= start; i++) variance += (closes[i]! - closes[i - 1]!) ** 2
  const vol = Math.sqrt(variance / (STEPS * INTERVAL))
  const logs = Float64Array.from(
    { length: STEPS + 1 },
    (_, i) => closes[start + i]! - closes[start]! + Math.log(SPOT),
  )
  const book = soldCall(vol).book
  const marks = markPaths(book, { count: 1, steps: STEPS, interval: INTERVAL, logs })
  return { vol, marks, free: simulate(marks, fixedTime(1)).gain[0]! }
}
