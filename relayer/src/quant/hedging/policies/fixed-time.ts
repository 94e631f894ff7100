// SPDX-License-Identifier: MIT
import type { Policy } from '../policy.ts'

/** Delta exactly, every `every` checks (Black and Scholes 1973 in discrete time). */
export function fixedTime(every: number): Policy {
  return {
    start() {},
    next: (held, check) => (check.step % every === 0 ? check.target : held),
  }
}
