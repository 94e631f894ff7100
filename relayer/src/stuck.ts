// SPDX-License-Identifier: MIT
import type { Decision } from './hedge/decision.ts'

/** Books that need a hedge and do not get one, by spoke. */
export interface Stuck {
  readonly see: (decision: Decision) => void
  /** Seconds for which the book that has waited longest on a spoke has waited, at its last decision; `now` is the chain's time. */
  readonly longest: (spoke: number, now: number) => number
}

/** Seconds without a decision after which a book has nothing there any more to wait for. */
const FORGOTTEN = 600

/** A hedge stands before these: they are neither a wait nor its end. */
const UNDER_WAY = new Set(['pending', 'interval'])

/**
 * From the first decision that a book outside its band could not be hedged to the next one that it is hedged or back inside. A
 * contract that refuses the same hedge at every tick shows here, whatever its reason.
 */
export function createStuck(): Stuck {
  const waits = new Map<string, { readonly spoke: number; readonly since: number; readonly until: number }>()
  return {
    see: ({ book, spoke, time, reason }) => {
      const key = `${book}:${spoke}`
      const wait = waits.get(key)
      if (reason === 'hedged' || reason === 'inside band') waits.delete(key)
      else if (wait || !UNDER_WAY.has(reason))
        waits.set(key, { spoke, since: wait?.since ?? time, until: time })
    },
    longest: (spoke, now) => {
      const here = [...waits.values()].filter((wait) => wait.spoke === spoke && now - wait.until <= FORGOTTEN)
      return Math.max(0, ...here.map(({ since, until }) => until - since))
    },
  }
}
