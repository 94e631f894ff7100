import { readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { readPrices } from '../../../relayer/localnet/market/price-file.ts'
import type { BatchRequest, BatchResult } from './batch.ts'
import { type CellReport, compare } from './compare.ts'
import { floorRows } from './floors.ts'
import { BATCH_PATHS, type Options, readOptions, USAGE } from './options.ts'
import { runBatches } from './pool.ts'
import { replay } from './replay.ts'
import { MODEL_NAMES, type ModelName, requirementOf, shortCall, VOL } from './setting.ts'
import { frontierSvg } from './svg.ts'
import { floorTable, ratioTable } from './table.ts'
import { trialsOf } from './trials.ts'
import { verdict } from './verdict.ts'

const FLOOR_BATCHES = 8
const RISKS = ['deviation', 'cvar'] as const

async function simulated({ paths, seed, threads }: Options): Promise<Map<ModelName, BatchResult[]>> {
  const requests: BatchRequest[] = []
  for (let batch = 0; batch < paths / BATCH_PATHS; batch++) {
    for (const model of MODEL_NAMES) requests.push({ model, seed: seed + batch, paths: BATCH_PATHS })
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
  const requirement = requirementOf(shortCall(VOL))
  const trials = trialsOf(requirement)
  const results = await simulated(options)
  const head = new Map([...results].map(([model, batches]) => [model, batches.slice(0, FLOOR_BATCHES)]))
  const floors = floorRows(trials, head)
  console.log(`${floorTable(floors, BATCH_PATHS * Math.min(FLOOR_BATCHES, options.paths / BATCH_PATHS))}\n`)

  const reports = new Map<string, readonly CellReport[]>()
  for (const [model, batches] of results) reports.set(model, compare(trials, batches))
  let kept = true
  for (const [model, cells] of reports) {
    for (const risk of RISKS) {
      console.log(`${ratioTable(model, cells, risk)}\n`)
      kept &&= cells.every((cell) => cell.comparisons.every((at) => verdict(cell, at, risk).holds))
    }
  }
  if (options.prices !== undefined) {
    const name = basename(options.prices)
    console.error(`replaying ${name}`)
    const cells = compare(trials, replay(readPrices(options.prices, readFileSync(options.prices, 'utf8'))))
    for (const risk of RISKS) console.log(`${ratioTable(name, cells, risk)}\n`)
    reports.set(name, cells)
  }
  if (options.json !== undefined) {
    const { paths, seed } = options
    const json = { paths, seed, requirement, floors, models: Object.fromEntries(reports) }
    writeFileSync(options.json, `${JSON.stringify(json, undefined, 1)}\n`)
  }
  if (options.svg !== undefined) writeFileSync(options.svg, frontierSvg(reports))
  console.log(kept ? 'the rule keeps its promise in every cell' : 'the rule breaks its promise: see FAILS')
  return kept
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
