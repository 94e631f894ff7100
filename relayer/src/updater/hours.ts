// SPDX-License-Identifier: MIT
import type { Candle, CandleSeries } from '../market/candle.ts'
import { type Days, dailyVariance } from '../quant/forecast/index.ts'

const HOUR = 3_600
const DAY = 86_400
/** Hours kept: what the longest fit sees, a month for its longest average, and a little. */
const KEPT = 24 * 800
/** Hours without a price beyond which what lies before is dropped: the line across would pass for calm. */
const LONGEST_GAP = 48

/** Hourly candles of a market, grown by what is observed. */
export interface Hours {
  /** A price at a time, UNIX seconds, not before the last. */
  readonly observe: (time: number, price: number) => void
  /** Full hours without a hole. */
  readonly count: () => number
  /** When the last full hour ended; undefined before the first. */
  readonly end: () => number | undefined
  /** The last `most` times 24 full hours as days that end now. The calendar of each is that of the UTC day nearest to it. */
  readonly days: (most: number) => Days
}

/**
 * @param past candles of full hours by rising time
 * @param onHour told of each hour that is full from now on
 */
export function createHours(past: readonly Candle[], onHour: (candle: Candle) => void = () => {}): Hours {
  let candles: Candle[] = []
  let open: Candle | undefined

  function add(candle: Candle): void {
    const last = candles.at(-1)
    if (last !== undefined) {
      const missing = (candle.time - last.time) / HOUR - 1
      if (missing > LONGEST_GAP) candles = []
      else candles.push(...line(last, candle, missing))
    }
    candles.push(candle)
    if (candles.length > 2 * KEPT) candles = candles.slice(-KEPT)
  }
  for (const candle of past) add(candle)

  return {
    observe: (at, price) => {
      const time = Math.floor(at / HOUR) * HOUR
      if (!(price > 0) || time <= (candles.at(-1)?.time ?? -1) || time < (open?.time ?? 0)) return
      if (open?.time === time) {
        const { high, low } = open
        open = { ...open, high: Math.max(high, price), low: Math.min(low, price), close: price }
        return
      }
      if (open !== undefined) {
        add(open)
        onHour(open)
      }
      open = { time, open: price, high: price, low: price, close: price }
    },
    count: () => candles.length,
    end: () => {
      const last = candles.at(-1)
      return last && last.time + HOUR
    },
    days: (most) => {
      // the candle before the first day is where its first return begins
      const whole = Math.min(most, Math.floor((candles.length - 1) / 24))
      if (whole < 1) return NO_DAYS
      const used = candles.slice(-(24 * whole + 1))
      const end = used.at(-1)!.time + HOUR
      const shift = Math.round(end / DAY) * DAY - end
      return dailyVariance({
        times: used.map(({ time }) => time + shift),
        highs: used.map(({ high }) => high),
        lows: used.map(({ low }) => low),
        closes: used.map(({ close }) => close),
      })
    },
  }
}

const NO_DAYS: Days = {
  start: new Float64Array(),
  variance: new Float64Array(),
  range: new Float64Array(),
  change: new Float64Array(),
}

/** Candles of missing hours, from one close to the next open. */
function line(last: Candle, next: Candle, missing: number): readonly Candle[] {
  const price = (step: number): number => last.close * (next.open / last.close) ** (step / missing)
  return Array.from({ length: missing }, (_, i) => {
    const [open, close] = [price(i), price(i + 1)]
    return {
      time: last.time + (i + 1) * HOUR,
      open,
      close,
      high: Math.max(open, close),
      low: Math.min(open, close),
    }
  })
}

/** Full hours out of candles that are an hour long or a part of one. */
export function toHours({ interval, candles }: CandleSeries): readonly Candle[] {
  if (interval > HOUR || HOUR % interval !== 0) return []
  const hours: Candle[] = []
  let parts: Candle[] = []
  for (const candle of candles) {
    const time = Math.floor(candle.time / HOUR) * HOUR
    if (parts[0] !== undefined && Math.floor(parts[0].time / HOUR) * HOUR !== time) parts = []
    parts.push(candle)
    if (parts.length < HOUR / interval) continue
    hours.push({
      time,
      open: parts[0]!.open,
      close: candle.close,
      high: Math.max(...parts.map(({ high }) => high)),
      low: Math.min(...parts.map(({ low }) => low)),
    })
    parts = []
  }
  return hours
}
