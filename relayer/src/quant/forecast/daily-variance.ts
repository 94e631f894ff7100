import { fieldError } from '../field-error.ts'

/** Days of a market in columns, oldest first. */
export type Days = {
  /** UNIX seconds of each day's start, UTC. */
  readonly start: Float64Array
  /** Realised variance of the day: sum of squared log returns inside it. */
  readonly variance: Float64Array
  /** Parkinson's variance of the day: sum of ln(high/low)² / 4 ln 2 of its candles. */
  readonly range: Float64Array
  /** Log return over the day. */
  readonly change: Float64Array
}

/** Candles in columns of one length. */
export type CandleColumns = {
  /** UNIX seconds at which the candles open, rising by one step. */
  readonly times: ArrayLike<number>
  readonly highs: ArrayLike<number>
  readonly lows: ArrayLike<number>
  readonly closes: ArrayLike<number>
}

const DAY = 86_400

/**
 * Cuts candles into whole UTC days and sums their squared log returns and ranges (Parkinson 1980). A return belongs to the
 * day in which its candle lies; the first and last day are dropped unless whole.
 *
 * @throws QuantInputError
 */
export function dailyVariance(candles: CandleColumns): Days {
  check(candles)
  const { times, highs, lows, closes } = candles
  const perDay = DAY / (times[1]! - times[0]!)
  const starts: number[] = []
  const variances: number[] = []
  const ranges: number[] = []
  const changes: number[] = []
  let [day, count, variance, range, change] = [Number.NaN, 0, 0, 0, 0]
  const close = (): void => {
    if (count === perDay) {
      starts.push(day)
      variances.push(variance)
      ranges.push(range)
      changes.push(change)
    }
  }
  for (let i = 1; i < times.length; i++) {
    const start = Math.floor(times[i]! / DAY) * DAY
    if (start !== day) {
      close()
      ;[day, count, variance, range, change] = [start, 0, 0, 0, 0]
    }
    const step = Math.log(closes[i]! / closes[i - 1]!)
    variance += step * step
    range += Math.log(highs[i]! / lows[i]!) ** 2 / (4 * Math.LN2)
    change += step
    count += 1
  }
  close()
  return {
    start: Float64Array.from(starts),
    variance: Float64Array.from(variances),
    range: Float64Array.from(ranges),
    change: Float64Array.from(changes),
  }
}

function check({ times, ...prices }: CandleColumns): void {
  if (times.length < 2) throw fieldError('times.length', times.length, 'two candles or more')
  const step = times[1]! - times[0]!
  if (!(step > 0) || DAY % step !== 0)
    throw fieldError('times[1]', times[1], `a part of a day after ${times[0]}`)
  for (let i = 1; i < times.length; i++) {
    if (times[i]! - times[i - 1]! !== step) {
      throw fieldError(`times[${i}]`, times[i], `${step} s after the one before`)
    }
  }
  for (const [field, column] of Object.entries(prices)) {
    if (column.length !== times.length) {
      throw fieldError(`${field}.length`, column.length, `that of times, ${times.length}`)
    }
    for (let i = 0; i < column.length; i++) {
      const price = column[i]!
      if (!(price > 0) || price === Number.POSITIVE_INFINITY) {
        throw fieldError(`${field}[${i}]`, price, 'a price above zero')
      }
    }
  }
  for (let i = 0; i < times.length; i++) {
    if (prices.highs[i]! < prices.lows[i]!) {
      throw fieldError(`highs[${i}]`, prices.highs[i], `its low ${prices.lows[i]} or more`)
    }
  }
}
