// SPDX-License-Identifier: MIT
import { setPriority } from 'node:os'

/**
 * Asks the system to let a process run before others (below zero) or after them. Without the right to, everything stays as it
 * is: a decision then waits for whoever has the processor.
 *
 * @param nice from -20 to 19
 * @param pid this process without it
 * @returns whether the system agreed
 */
export function setNiceness(nice: number, pid = 0): boolean {
  try {
    setPriority(pid, nice)
    return true
  } catch {
    return false
  }
}
