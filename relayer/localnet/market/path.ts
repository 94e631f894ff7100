import type { Candle } from '../../src/market/candle.ts'

/** Seconds between two ticks of a path: the finest time the market knows. */
export const TICK = 10

/** The true base/USD price from a time on. */
export type Tick = { readonly time: number; readonly price: number }

/** A market that replays, tick by tick. */
export type MarketPath = {
  readonly source: string
  /** UNIX seconds of the first tick. */
  readonly start: number
  readonly firstPrice: number
  /** Annual volatility to begin with. */
  readonly initialVol: number
  /** Full hours before the start, the newest last; empty where nothing is known. */
  readonly past: () => readonly Candle[]
  /** The last time the path can give, if it ends. */
  readonly end: number | undefined
  /** The ticks, `TICK` seconds apart; each call starts over with the same ones. */
  readonly ticks: () => Generator<Tick, void>
}

/** Reads a path at rising times without keeping what is behind. */
export type PathReader = {
  /** The price in force at `time`: that of the last tick at or before it. */
  readonly at: (time: number) => number
}

/** @throws RangeError for a time before the last one asked, or past the end */
export function readPath(path: MarketPath): PathReader {
  const ticks = path.ticks()
  const first = ticks.next()
  if (first.done === true) throw new RangeError('the path has no tick')
  let current: Tick = first.value
  return {
    at: (time) => {
      if (time < current.time) throw new RangeError(`${time} lies before the tick at ${current.time}`)
      while (time >= current.time + TICK) {
        const next = ticks.next()
        if (next.done === true) throw new RangeError(`the path ends before ${time}`)
        current = next.value
      }
      return current.price
    },
  }
}
