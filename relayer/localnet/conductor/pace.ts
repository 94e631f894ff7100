import { setTimeout as sleep } from 'node:timers/promises'

/** Waits until simulated time may go on. */
export type Pace = { readonly until: (time: number, signal: AbortSignal) => Promise<void> }

/** @param speed simulated seconds per second, or `max` not to wait at all */
export function paceOf(speed: number | 'max', start: number): Pace {
  const began = performance.now()
  return {
    until: async (time, signal) => {
      if (speed === 'max') return
      const due = began + ((time - start) / speed) * 1_000
      const wait = due - performance.now()
      if (wait > 0) await sleep(wait, undefined, { signal }).catch(() => undefined)
    },
  }
}
