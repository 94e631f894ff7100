import type { BookReport, Percentiles } from './report.ts'

/** Where a book stood on the true path. */
export type Sample = {
  /** T of all its spokes at the true price. */
  readonly target: number
  /** Hedge minus target. */
  readonly distance: number
  /** a at the true price. */
  readonly outer: number
}

/** Beyond this multiple of a, a book counts as out of its band. */
const OUT_OF_BAND = 1.25

type Quality = Pick<
  BookReport,
  'netDeltaMean' | 'netDeltaMax' | 'deltaReduction' | 'bandRatio' | 'outOfBandShare'
>

/** How level a book was kept, over evenly spaced samples. */
export function qualityOf(samples: readonly Sample[]): Quality {
  let [targets, distances, bands, out, sum, largest] = [0, 0, 0, 0, 0, 0]
  for (const { target, distance, outer } of samples) {
    targets += target ** 2
    distances += distance ** 2
    bands += outer ** 2
    sum += Math.abs(distance)
    largest = Math.max(largest, Math.abs(distance))
    if (Math.abs(distance) > OUT_OF_BAND * outer) out += 1
  }
  const count = samples.length
  return {
    netDeltaMean: count > 0 ? sum / count : null,
    netDeltaMax: count > 0 ? largest : null,
    deltaReduction: targets > 0 ? 1 - distances / targets : null,
    bandRatio: bands > 0 ? Math.sqrt(targets / bands) : null,
    outOfBandShare: count > 0 ? out / count : null,
  }
}

type Spread = Pick<BookReport, 'pnlStdHedged' | 'pnlStdUnhedged' | 'varianceReduction'>

/** How much of the hourly ups and downs the hedge took away; values of the book at each hour, with and without it. */
export function spreadOf(hedged: readonly number[], unhedged: readonly number[]): Spread {
  const [withHedge, without] = [deviationOfChanges(hedged), deviationOfChanges(unhedged)]
  return {
    pnlStdHedged: withHedge,
    pnlStdUnhedged: without,
    varianceReduction:
      withHedge === null || without === null || without === 0 ? null : 1 - (withHedge / without) ** 2,
  }
}

function deviationOfChanges(values: readonly number[]): number | null {
  const changes = values.slice(1).map((value, at) => value - values[at]!)
  if (changes.length < 2) return null
  const mean = changes.reduce((sum, change) => sum + change, 0) / changes.length
  const squares = changes.reduce((sum, change) => sum + (change - mean) ** 2, 0)
  return Math.sqrt(squares / (changes.length - 1))
}

/** Nearest-rank percentiles. */
export function percentiles(values: readonly number[]): Percentiles {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null
  return { p50: at(0.5), p99: at(0.99) }
}
