// SPDX-License-Identifier: MIT
import { type Policy, toEdge } from '../policy.ts'

/** Back to delta once the hedge is `width` base units away from it. */
export function bandToMiddle(width: number): Policy {
  return {
    start() {},
    next: (held, { target }) => (Math.abs(held - target) > width ? target : held),
  }
}

/** Back to the nearer edge of delta ± `width` base units. */
export function bandToEdge(width: number): Policy {
  return {
    start() {},
    next: (held, { target }) => toEdge(held, target, width),
  }
}
