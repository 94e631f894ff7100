/** Which token of a pool is the base, and the tokens' decimals. */
export type PoolSide = {
  readonly baseIsToken0: boolean
  readonly baseDecimals: number
  readonly quoteDecimals: number
}

/** Uniswap's sqrt price (Q64.96 of token1 per token0, raw units) of a price in quote per base; 15 digits. */
export function sqrtPriceOf(price: number, side: PoolSide): bigint {
  const raw = price * 10 ** (side.quoteDecimals - side.baseDecimals)
  return BigInt(Math.round(Math.sqrt(side.baseIsToken0 ? raw : 1 / raw) * 2 ** 96))
}

/** The tick nearest to a sqrt price that the spacing allows. */
export function tickOf(sqrtPrice: bigint, spacing: number): number {
  const tick = Math.log((Number(sqrtPrice) / 2 ** 96) ** 2) / Math.log(1.0001)
  return Math.round(tick / spacing) * spacing
}
