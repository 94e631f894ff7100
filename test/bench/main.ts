import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Options, readOptions, USAGE } from './options.ts'
import { type Run, runBenchmark } from './run.ts'
import { summaryLines } from './summary.ts'

async function runAll({ chosen, prices, verbose }: Options): Promise<readonly Run[]> {
  const folder = mkdtempSync(join(tmpdir(), 'gimbal-bench-'))
  const runs: Run[] = []
  try {
    for (const benchmark of chosen) {
      console.error(`${benchmark.name} …`)
      const echo = (text: string) => verbose && process.stderr.write(text)
      runs.push(await runBenchmark(benchmark, { prices, folder, echo }))
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return runs
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
  const runs = await runAll(options)
  if (options.json) {
    console.log(JSON.stringify({ node: process.version, benchmarks: runs }, undefined, 1))
  } else {
    for (const line of summaryLines(runs, options.chosen)) console.log(line)
  }
  if (runs.some((run) => run.kind === 'ran' && !run.passed)) process.exitCode = 1
}

await main()
