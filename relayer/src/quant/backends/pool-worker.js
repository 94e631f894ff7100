// SPDX-License-Identifier: MIT
import { receiveMessageOnPort, workerData } from 'node:worker_threads'
import { ACTIVE, GENERATION, OPEN, SHEET, workThrough } from './pool-control.js'

/** @type {{ module: WebAssembly.Module, control: Int32Array, sheets: import('node:worker_threads').MessagePort }} */
const { module, control, sheets } = workerData
const known = new Map()

/** Sheets are posted before the first job that names them, and read when a job does: this thread never waits for events. */
function learn() {
  for (let got = receiveMessageOnPort(sheets); got; got = receiveMessageOnPort(sheets)) {
    const { id, memory, base, stride } = got.message
    const { evaluate } = new WebAssembly.Instance(module, { env: { memory } }).exports
    known.set(id, (from, to, whole) => evaluate(base, stride, from, to + (to % 2), whole ? 1 : 0))
  }
}

let seen = 0
for (;;) {
  Atomics.wait(control, GENERATION, seen)
  seen = Atomics.load(control, GENERATION)
  if (seen < 0) break
  Atomics.add(control, ACTIVE, 1)
  if (Atomics.load(control, OPEN) === 1) {
    learn()
    const evaluate = known.get(Atomics.load(control, SHEET))
    if (evaluate) workThrough(control, evaluate)
  }
  Atomics.sub(control, ACTIVE, 1)
  Atomics.notify(control, ACTIVE)
}
sheets.close()
