import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { type Backend, createPool, createWasmBackend, jsBackend } from '@gimbal/relayer/quant'
import { fillReference, points, type Reference, worstError } from './accuracy.ts'
import { timeTicks } from './book.ts'
import { type Evaluate, peers } from './peers.ts'
import { fillMarket, measure, type Runner } from './speed.ts'

const usage = 'npm run bench:quant -- [--json] [--rounds N]'
const PEER = '@uqee/black-scholes'

interface Contender {
  readonly name: string
  readonly backend: Backend
  readonly rows: number
  readonly outputs: 'five' | 'eight'
  readonly evaluate: Evaluate
}

function own(backend: Backend, outputs: 'five' | 'eight', rows: number): Contender {
  return {
    name: `gimbal ${backend.name}, ${outputs} outputs`,
    backend,
    rows,
    outputs,
    evaluate: (sheet) => backend.evaluate(sheet, { higher: outputs === 'eight' }),
  }
}

/** Not a number where it throws or gives none. */
function errorOf({ backend, evaluate }: Contender, rows: Reference, outputs: 'five' | 'eight'): number {
  const sheet = backend.sheet(rows.length)
  fillReference(sheet, rows)
  try {
    evaluate(sheet)
  } catch {
    return Number.NaN
  }
  return worstError(sheet, rows, outputs)
}

function runnerOf({ name, backend, rows, evaluate }: Contender): Runner {
  const sheet = backend.sheet(rows)
  fillMarket(sheet)
  return { name, rows, run: () => evaluate(sheet) }
}

const percent = (value: number) => (Number.isNaN(value) ? 'NaN' : value.toExponential(1))

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { json: { type: 'boolean', default: false }, rounds: { type: 'string', default: '60' } },
  })
  const rounds = Number(values.rounds)
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`rounds is no count: ${values.rounds}`)

  const wasm = createWasmBackend()
  const pool = await createPool({
    workers: Math.max(1, availableParallelism() - 1),
    now: () => performance.now(),
  })
  const contenders: readonly Contender[] = [
    own(jsBackend, 'five', 4_096),
    own(jsBackend, 'eight', 4_096),
    own(wasm, 'five', 4_096),
    own(wasm, 'eight', 4_096),
    own(pool, 'five', 262_144),
    ...peers.map(({ name, evaluate, rows }) => ({
      name,
      backend: jsBackend,
      rows,
      outputs: 'five' as const,
      evaluate,
    })),
  ]
  const speeds = measure(contenders.map(runnerOf), rounds)
  const base = speeds.get(PEER) ?? Number.NaN
  const table = contenders.map((contender) => {
    const speed = speeds.get(contender.name) ?? Number.NaN
    return {
      name: contender.name,
      optionsPerSecond: Math.round(speed),
      ratio: speed / base,
      gridError: errorOf(contender, points.grid, 'five'),
      cornerError: errorOf(contender, points.corners, contender.outputs),
    }
  })
  const ticks = [jsBackend, wasm].map((backend) => timeTicks(backend, rounds))
  const threshold = { rows: pool.threshold, measurements: pool.measurements }
  await pool.close()

  if (values.json) {
    console.log(JSON.stringify({ node: process.version, rounds, table, ticks, threshold }, undefined, 2))
    return
  }
  console.log(`${''.padEnd(36)} M options/s   ratio   error, 216 points   error, corners`)
  for (const { name, optionsPerSecond, ratio, gridError, cornerError } of table) {
    console.log(
      `${name.padEnd(36)} ${(optionsPerSecond / 1e6).toFixed(2).padStart(11)} ${ratio.toFixed(2).padStart(7)} ${percent(gridError).padStart(19)} ${percent(cornerError).padStart(16)}`,
    )
  }
  console.log(
    `\nratio: against ${PEER}; error: worst of all outputs, as a share of the spot, NaN where any is none; best of ${rounds} rounds`,
  )
  console.log(`\n1,000 books of 50 positions over 512 series, milliseconds a tick (best round)`)
  for (const { backend, p50, p99, processorP99 } of ticks) {
    console.log(
      `${backend.padEnd(36)} p50 ${p50.toFixed(3)}   p99 ${p99.toFixed(3)}   p99 of processor time ${processorP99.toFixed(3)}`,
    )
  }
  console.log(`\nworkers help from ${threshold.rows} rows, as measured when the pool started`)
}

try {
  await main()
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  process.exitCode = 2
}
