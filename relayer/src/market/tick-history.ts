// SPDX-License-Identifier: MIT
import type { PriceTick } from './price-tick.ts'

/** Ticks kept per market: more than a day of them at one every half minute. */
const KEPT = 4_096

/** The newest ticks with their signed updates: what proves a price of the past to a pull oracle. */
export interface TickHistory {
  readonly add: (tick: PriceTick) => void
  /** The first tick published at or after `instant`; undefined if that may have been one that was not seen. */
  readonly firstSince: (market: number, instant: number) => PriceTick | undefined
}

export function createTickHistory(): TickHistory {
  const markets = new Map<number, PriceTick[]>()
  return {
    add: (tick) => {
      const ticks = markets.get(tick.market) ?? []
      if (tick.time <= (ticks.at(-1)?.time ?? -1)) return
      ticks.push(tick)
      markets.set(tick.market, ticks.length > 2 * KEPT ? ticks.slice(-KEPT) : ticks)
    },
    firstSince: (market, instant) => {
      const ticks = markets.get(market) ?? []
      const first = ticks.findIndex(({ time }) => time >= instant)
      // without an older one in memory an earlier one may have been missed
      return first > 0 ? ticks[first] : undefined
    },
  }
}
