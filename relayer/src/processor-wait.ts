// SPDX-License-Identifier: MIT
import { readFileSync } from 'node:fs'

/**
 * Milliseconds that this thread has waited for a processor since it began, as Linux's scheduler counts them
 * (/proc/PID/schedstat, the second number, nanoseconds). Zero where the system does not tell.
 */
export function processorWait(): number {
  try {
    const [, waited] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')
    return Number(waited) / 1e6
  } catch {
    return 0
  }
}
