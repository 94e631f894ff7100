// SPDX-License-Identifier: MIT
import { once } from 'node:events'
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'
import { GimbalError } from '../../errors.ts'
import { checkNumber } from '../columns/check.ts'
import type { Backend } from './backend.ts'
import { type KernelSheet, kernelModule } from './kernel.ts'
import { overKernelSheets } from './own-sheets.ts'
import { ACTIVE, END, GENERATION, NEXT, OPEN, SHEET, WHOLE, WORDS, workThrough } from './pool-control.js'
import { type Measurement, measureThreshold } from './threshold.ts'

/** Longest that the last blocks of a job may take a worker, in milliseconds. */
const PATIENCE = 30_000

export interface PoolOptions {
  /** Threads beside the calling one. */
  readonly workers: number
  /** Rows from which workers help. Default: measured when the pool starts, with `now`. */
  readonly threshold?: number
  /** A clock in milliseconds, e.g. `performance.now`; needed when the threshold is to be measured. */
  readonly now?: () => number
}

export interface Pool extends Backend {
  /** Rows from which workers help; infinite where they never did any good. */
  readonly threshold: number
  /** What it rests on; empty when it was given. */
  readonly measurements: readonly Measurement[]
}

interface Helper {
  readonly worker: Worker
  readonly port: MessagePort
}

async function startHelper(control: Int32Array): Promise<Helper> {
  const { port1, port2 } = new MessageChannel()
  const worker = new Worker(new URL('./pool-worker.js', import.meta.url), {
    workerData: { module: kernelModule(), control, sheets: port2 },
    transferList: [port2],
    execArgv: [],
  })
  await once(worker, 'online')
  worker.unref()
  port1.unref()
  return { worker, port: port1 }
}

/**
 * WebAssembly SIMD on several threads over shared columns. `evaluate` returns when all rows are done: the calling thread
 * works too, so a worker that gets no processor delays nothing but the blocks it has taken.
 */
export async function createPool(options: PoolOptions): Promise<Pool> {
  checkNumber('workers', options.workers, 1, 256)
  const control = new Int32Array(new SharedArrayBuffer(4 * WORDS))
  const helpers = await Promise.all(Array.from({ length: options.workers }, () => startHelper(control)))
  const ids = new WeakMap<KernelSheet, number>()
  let sheets = 0
  let closed = false

  function share(own: KernelSheet): void {
    sheets += 1
    ids.set(own, sheets)
    const { memory, layout } = own
    for (const { port } of helpers) port.postMessage({ id: sheets, memory, ...layout })
  }

  function together(own: KernelSheet, from: number, to: number, higher: boolean): void {
    Atomics.store(control, SHEET, ids.get(own) ?? 0)
    Atomics.store(control, END, to)
    Atomics.store(control, WHOLE, higher ? 1 : 0)
    Atomics.store(control, NEXT, from - (from % 2))
    Atomics.store(control, OPEN, 1)
    Atomics.add(control, GENERATION, 1)
    Atomics.notify(control, GENERATION)
    workThrough(control, own.evaluate)
    Atomics.store(control, OPEN, 0)
    for (let active = Atomics.load(control, ACTIVE); active > 0; active = Atomics.load(control, ACTIVE)) {
      if (Atomics.wait(control, ACTIVE, active, PATIENCE) === 'timed-out') {
        throw new GimbalError('a worker of the pool does not answer', { facts: { active } })
      }
    }
  }

  let threshold = options.threshold ?? Number.POSITIVE_INFINITY
  const backend: Backend = {
    name: `wasm × ${options.workers + 1}`,
    ...overKernelSheets((own, { from, to, higher }) => {
      if (closed || to - from < threshold) own.evaluate(from, to, higher)
      else together(own, from, to, higher)
    }, share),
    close: async () => {
      if (closed) return
      closed = true
      Atomics.store(control, GENERATION, -1)
      Atomics.notify(control, GENERATION)
      await Promise.all(
        helpers.map(async ({ worker, port }) => {
          worker.ref()
          if (worker.threadId !== -1) await once(worker, 'exit')
          port.close()
        }),
      )
    },
  }

  const measurements: Measurement[] = []
  if (options.threshold === undefined) {
    const { now } = options
    if (!now) {
      await backend.close()
      throw new GimbalError('a pool needs a threshold, or a clock to measure it with')
    }
    measurements.push(
      ...measureThreshold(backend, now, (alone) => {
        threshold = alone ? Number.POSITIVE_INFINITY : 1
      }),
    )
    const worthwhile = measurements.findLast(({ together, alone }) => together >= 0.9 * alone)
    const least = measurements.find(({ rows }) => rows > (worthwhile?.rows ?? 0))
    threshold = least?.rows ?? Number.POSITIVE_INFINITY
  }
  return { ...backend, threshold, measurements }
}
