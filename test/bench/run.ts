import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Benchmark } from './benchmarks.ts'

export type Run =
  | { readonly name: string; readonly kind: 'left out'; readonly why: string }
  | {
      readonly name: string
      readonly kind: 'ran'
      readonly passed: boolean
      readonly seconds: number
      /** `undefined` when it ended without one. */
      readonly report: unknown
      /** All that it printed. */
      readonly output: string
    }

export interface RunOptions {
  readonly prices: string | undefined
  /** A folder for its report. */
  readonly folder: string
  /** Gets what it prints as it comes. */
  readonly echo: (text: string) => void
}

/** Runs one benchmark in a process of its own. */
export async function runBenchmark(benchmark: Benchmark, { prices, folder, echo }: RunOptions): Promise<Run> {
  const { name } = benchmark
  const file = join(folder, `${name}.json`)
  const args = benchmark.args({ prices, file })
  if (typeof args === 'string') return { name, kind: 'left out', why: args }
  const started = performance.now()
  const main = fileURLToPath(new URL(`./${name}/main.ts`, import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text
    output += text
    echo(text)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text
    echo(text)
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const text = benchmark.report === 'stdout' ? printed : existsSync(file) ? readFileSync(file, 'utf8') : ''
  const report = parsed(text)
  const seconds = (performance.now() - started) / 1_000
  return { name, kind: 'ran', passed: code === 0 && report !== undefined, seconds, report, output }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
