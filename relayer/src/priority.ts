// SPDX-License-Identifier: MIT
import { writeFileSync } from 'node:fs'
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
  return quietly(() => setPriority(pid, nice))
}

/**
 * The same for a process that leads a session of its own. Linux may share the processor among sessions first (autogroup), where
 * niceness counts within each of them only: then the session's own counts.
 */
export function setSessionNiceness(nice: number, pid: number): void {
  setNiceness(nice, pid)
  quietly(() => writeFileSync(`/proc/${pid}/autogroup`, String(nice)))
}

function quietly(act: () => void): boolean {
  try {
    act()
    return true
  } catch {
    return false
  }
}
