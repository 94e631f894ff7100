/** The packed id of a series: market (32) | expiry (40) | strike (128) | zero (55) | put (1). */
export function seriesId(market: number, expiry: number, strike: bigint, put: boolean): bigint {
  return (BigInt(market) << 224n) | (BigInt(expiry) << 184n) | (strike << 56n) | (put ? 1n : 0n)
}
