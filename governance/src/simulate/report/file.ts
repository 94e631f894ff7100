import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type Hex, isHex } from 'viem'
import { parseCoins } from '../../units/coins.ts'
import { canonicalJson, digestOf } from './canonical.ts'
import { chartOf } from './chart.ts'
import { CHART } from './hedging-lines.ts'
import { formatLine, type SimulationLine } from './line.ts'
import { markdownOf } from './markdown.ts'
import type { Hedging, Report } from './report.ts'

/** What was written of a simulation, and the line that its description gets. */
export type Written = {
  readonly json: string
  readonly markdown: string
  /** Only with a replay. */
  readonly chart?: string
  readonly digest: Hex
  readonly line: SimulationLine
}

/** Beside the proposal unless told otherwise: `p.yaml` has its report in `p.simulation/`. */
export function reportFolder(file: string): string {
  return join(dirname(file), `${basename(file).replace(/\.ya?ml$/, '')}.simulation`)
}

/** Writes `report.json`, `report.md` and, of a replay, its chart. */
export function writeReport(folder: string, report: Report): Written {
  const line = lineOf(report)
  mkdirSync(folder, { recursive: true })
  const [json, markdown] = [join(folder, 'report.json'), join(folder, 'report.md')]
  writeFileSync(json, `${canonicalJson(report)}\n`)
  writeFileSync(markdown, markdownOf(report, formatLine(line)))
  const written = { json, markdown, digest: line.digest, line }
  if (report.hedging === undefined || report.hedging.markets.length === 0) return written
  const chart = join(folder, CHART)
  writeFileSync(chart, chartOf(report.hedging.markets))
  return { ...written, chart }
}

/** The line of a report in a folder, which calls it is of, what they carry, and why they fail, if they do. */
export type KeptReport = {
  readonly line: SimulationLine
  readonly batch: Hex
  readonly values: readonly bigint[]
  readonly fails?: string
}

/** Nothing where none was written. */
export function readReport(folder: string): KeptReport | undefined {
  const file = join(folder, 'report.json')
  if (!existsSync(file)) return undefined
  try {
    const stored = JSON.parse(readFileSync(file, 'utf8')) as StoredReport
    if (isHex(stored.batch)) {
      const { done, why = '' } = stored.execution
      const values = valuesOf(stored.calls)
      return { line: lineOf(stored), batch: stored.batch, values, ...(done ? {} : { fails: why }) }
    }
  } catch {
    // Half a file, of a run that was killed.
  }
  throw new Error(`${file} is not the report of a simulation: write it again with gimbal-gov simulate`)
}

/** A report as it is written: large integers are text. */
type StoredReport = Pick<Report, 'execution' | 'calls'> & {
  readonly batch: Hex
  readonly origins: readonly { readonly chain: string; readonly block: string }[]
  readonly hedging?: Pick<Hedging, 'options'>
}

/** What calls of a report carry. */
export function valuesOf(calls: Report['calls']): readonly bigint[] {
  return calls.map(({ value }) => (value === undefined ? 0n : parseCoins(value)))
}

/** What the description of a proposal says of a report. */
function lineOf(report: Report | StoredReport): SimulationLine {
  return {
    digest: digestOf(report),
    blocks: new Map(report.origins.map(({ chain, block }) => [chain, BigInt(block)])),
    replay: Object.fromEntries(
      Object.entries(report.hedging?.options ?? {}).map(([key, value]) => [key, String(value)]),
    ),
  }
}
