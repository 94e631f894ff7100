// SPDX-License-Identifier: MIT
import { setTimeout as sleep } from 'node:timers/promises'

/** A wait that can be cut short; one at a time. */
export interface Pause {
  /** Ends after `ms`, at the next `wake`, or at once if one came since the last wait; or when the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>
  readonly wake: () => void
}

export function createPause(): Pause {
  let woken = new AbortController()
  return {
    wait: async (ms, signal) => {
      await sleep(ms, undefined, { signal: AbortSignal.any([signal, woken.signal]) }).catch(() => undefined)
      woken = new AbortController()
    },
    wake: () => woken.abort(),
  }
}
