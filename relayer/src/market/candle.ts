/** The prices of one interval that starts at `time`, UNIX seconds. */
export type Candle = {
  readonly time: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
}

/** Candles of one length, in order, without a hole. */
export type CandleSeries = {
  /** Seconds. */
  readonly interval: number
  readonly candles: readonly Candle[]
}

/**
 * Annual volatility of candles by their ranges (Parkinson 1980): ln(high/low)² / (4 ln 2) is the variance of an interval.
 * One day of hourly candles is as telling as five days of closes.
 */
export function rangeVol(series: CandleSeries, from: number, to: number): number {
  const chosen = series.candles.slice(from, to)
  const sum = chosen.reduce((total, { high, low }) => total + Math.log(high / low) ** 2, 0)
  const perInterval = sum / (4 * Math.LN2 * chosen.length)
  return Math.sqrt((perInterval * 365 * 86_400) / series.interval)
}
