import { readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { readPrices } from '../../../relayer/src/market/price-file.ts'
import type { BatchRequest, BatchResult } from './batch.ts'
import { type CellReport, compare } from './compare.ts'
import { type FloorRow, floorRows } from './floors.ts'
import { BATCH_PATHS, type Options, readOptions, USAGE } from './options.ts'
import { runBatches } from './pool.ts'
import { replay } from './replay.ts'
import { MODEL_NAMES, type ModelName } from './setting.ts'
import { SUBJECTS } from './subject.ts'
import { frontierSvg } from './svg.ts'
import { floorTable, ratioTable } from './table.ts'
import { RISKS, tally, tallyLines } from './tally.ts'
import { type Trial, trialsOf } from './trials.ts'

const FLOOR_BATCHES = 8

async function simulated({ book, paths, seed, threads }: Options): Promise<Map<ModelName, BatchResult[]>> {
  const requests: BatchRequest[] = []
  for (let batch = 0; batch < paths / BATCH_PATHS; batch++) {
    for (const model of MODEL_NAMES)
      requests.push({ subject: book, model, seed: seed + batch, paths: BATCH_PATHS })
  }
  const results = await runBatches(requests, threads, (request, finished) =>
    console.error(`${finished}/${requests.length} batches: ${request.model}, seed ${request.seed}`),
  )
  const byModel = new Map<ModelName, BatchResult[]>(MODEL_NAMES.map((model) => [model, []]))
  requests.forEach(({ model }, at) => {
    byModel.get(model)!.push(results[at]!)
  })
  return byModel
}

async function run(options: Options): Promise<boolean> {
  const subject = SUBJECTS[options.book]
  const trials = trialsOf(subject)
  const results = await simulated(options)
  const floors = options.book === 'call' ? floorsOf(trials, results, options.paths) : []

  const reports = new Map<string, readonly CellReport[]>()
  for (const [model, batches] of results) reports.set(model, compare(subject, trials, batches))
  for (const [model, cells] of reports) {
    for (const risk of RISKS) console.log(`${ratioTable(model, cells, risk)}\n`)
  }
  const judged = tally(reports)
  if (options.prices !== undefined) {
    const name = basename(options.prices)
    console.error(`replaying ${name}`)
    const prices = readPrices(options.prices, readFileSync(options.prices, 'utf8'))
    const cells = compare(SUBJECTS.call, trialsOf(SUBJECTS.call), replay(prices))
    for (const risk of RISKS) console.log(`${ratioTable(name, cells, risk)}\n`)
    reports.set(name, cells)
  }
  if (options.json !== undefined) {
    const { paths, seed } = options
    const { requirement } = subject
    const models = Object.fromEntries(reports)
    const json = { book: options.book, paths, seed, requirement, tally: judged, floors, models }
    writeFileSync(options.json, `${JSON.stringify(json, undefined, 1)}\n`)
  }
  if (options.svg !== undefined) writeFileSync(options.svg, frontierSvg(reports))
  console.log(tallyLines(judged))
  if (options.book !== 'call') return true
  const kept = judged.held === judged.comparisons
  console.log(kept ? 'the rule keeps its promise in every cell' : 'the rule breaks its promise: see FAILS')
  return kept
}

function floorsOf(
  trials: readonly Trial[],
  results: ReadonlyMap<ModelName, readonly BatchResult[]>,
  paths: number,
): readonly FloorRow[] {
  const head = new Map([...results].map(([model, batches]) => [model, batches.slice(0, FLOOR_BATCHES)]))
  const floors = floorRows(trials, head)
  console.log(`${floorTable(floors, Math.min(FLOOR_BATCHES * BATCH_PATHS, paths))}\n`)
  return floors
}

async function main(): Promise<void> {
  let options: Options
  try {
    options = readOptions(process.argv.slice(2))
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
    process.exitCode = 2
    return
  }
  if (options.help) {
    console.log(USAGE)
    return
  }
  if (!(await run(options))) process.exitCode = 1
}

await main()
