// SPDX-License-Identifier: MIT
// Shared by the pool and its workers, which run as plain JavaScript. Indices into an Int32Array over shared memory.

/** Rises with every job; -1 tells workers to end. */
export const GENERATION = 0
/** 1 while a job may be joined. */
export const OPEN = 1
/** Workers that are looking at the job. */
export const ACTIVE = 2
/** Next row that nobody has taken. */
export const NEXT = 3
/** The job: which sheet, one past its last row, and whether all eight results are wanted. */
export const SHEET = 4
export const END = 5
export const WHOLE = 6
export const WORDS = 8

/** Rows taken at a time: even, and small enough that the last block of a job keeps nobody waiting. */
export const BLOCK = 2048

/**
 * Takes block after block of a job until none is left.
 * @param {Int32Array} control
 * @param {(from: number, to: number, whole: boolean) => void} evaluate
 */
export function workThrough(control, evaluate) {
  const end = Atomics.load(control, END)
  const whole = Atomics.load(control, WHOLE) === 1
  for (;;) {
    const from = Atomics.add(control, NEXT, BLOCK)
    if (from >= end) return
    evaluate(from, Math.min(end, from + BLOCK), whole)
  }
}
