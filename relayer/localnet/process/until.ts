import { setTimeout as sleep } from 'node:timers/promises'
import { Failure, reasonOf } from '../failure.ts'

export type UntilOptions = {
  /** What is missing if it never comes true. */
  readonly what: string
  readonly remedy: string
  /** Milliseconds. */
  readonly within: number
  readonly every: number
  /** A reason to stop waiting, if there is one. */
  readonly abort?: () => string | undefined
}

/** Repeats `probe` until it answers true. What it throws is a "not yet" and becomes the reason when time is up. */
export async function until(probe: () => Promise<boolean>, options: UntilOptions): Promise<void> {
  const deadline = performance.now() + options.within
  let why = 'it never became ready'
  for (;;) {
    try {
      if (await probe()) return
    } catch (error) {
      why = reasonOf(error)
    }
    const aborted = options.abort?.()
    if (aborted !== undefined) throw new Failure({ what: options.what, why: aborted, remedy: options.remedy })
    if (performance.now() > deadline) {
      throw new Failure({
        what: options.what,
        why: `after ${Math.round(options.within / 1000)} s: ${why}`,
        remedy: options.remedy,
      })
    }
    await sleep(options.every)
  }
}
