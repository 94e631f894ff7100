// SPDX-License-Identifier: MIT
import type { PriceTick } from './market/price-tick.ts'

/** Decisions made for practice until code has settled, in all and at once. */
const FIRST = 600
const FIRST_AT_ONCE = 50
/** And from then on, at once: what the compiler still has to do then rarely falls to a decision that counts. */
const LATER_AT_ONCE = 12

const DAY = 86_400
const WAD = 10n ** 18n
/** Multiples of it fill an interval evenly. */
const GOLDEN = (Math.sqrt(5) - 1) / 2

/** Where a decision is made for practice: at a price and a time other than those of a tick. */
export interface Rehearsal {
  readonly moved: (tick: PriceTick) => PriceTick
  /** Seconds after the chain's head. */
  readonly later: number
}

/**
 * Code runs slowly the first times it runs, and again whenever it meets something new. So decisions are made where nobody waits
 * for them, and thrown away: most close to the last prices, where next to everything has to be done again, some far from them
 * and up to nine days later, where books leave their bands, ladders end and options settle.
 *
 * @returns rehearses with a function that tells whether it decided anything: what had nothing to decide on yet does not count
 */
export function createRehearsals(): (decide: (rehearsal: Rehearsal) => boolean) => void {
  let done = 0
  return (decide) => {
    const count = done < FIRST ? FIRST_AT_ONCE : LATER_AT_ONCE
    try {
      for (let i = 0; i < count; i++) if (decide(rehearsal(done))) done += 1
    } catch {
      // Nothing hangs on a decision that does not count: one that does says what is wrong. The next turn tries another.
      done += 1
    }
  }
}

function rehearsal(i: number): Rehearsal {
  const [u, w] = [(i * GOLDEN) % 1, (i * GOLDEN * GOLDEN) % 1]
  const far = i % 3 === 2
  const factor = BigInt(Math.round((far ? 0.75 + 0.5 * u : 1 + 0.01 * u) * 1e9)) * 10n ** 9n
  const later = far ? Math.round(9 * DAY * w) : 0
  return {
    moved: (tick) => ({ ...tick, price: (tick.price * factor) / WAD, time: tick.time + later }),
    later,
  }
}
