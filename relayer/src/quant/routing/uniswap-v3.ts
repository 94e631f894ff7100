// SPDX-License-Identifier: MIT
import type { CurveRange, Side } from './curve.ts'

/** A Uniswap v3 pool in plain numbers; native units are converted by `baseUnit` and `quoteUnit`. */
export interface PoolState {
  /** √(token1/token0) in native units, as a plain number (sqrtPriceX96 / 2^96). */
  readonly root: number
  readonly liquidity: number
  readonly tick: number
  /** Initialised ticks around the price, rising, with their net liquidity. */
  readonly ticks: readonly { readonly index: number; readonly net: number }[]
  readonly baseIsToken0: boolean
  /** Native units of one base and of one quote (10^decimals). */
  readonly baseUnit: number
  readonly quoteUnit: number
}

/** √1.0001^tick */
export function tickRoot(tick: number): number {
  return Math.exp(tick * 4.999750016665417e-5)
}

/**
 * The ranges a trade walks through, in its direction and in units of base and quote. Buying base moves the pool's own
 * price up when base is token0 and down when it is token1.
 */
export function poolRanges(pool: PoolState, side: Side): readonly CurveRange[] {
  const rises = (side === 'buy') === pool.baseIsToken0
  const scale = Math.sqrt(pool.baseUnit / pool.quoteUnit)
  // root of quote per base in whole units; L is symmetric in the tokens and scales with √(base·quote) units
  const outward = (root: number) => (pool.baseIsToken0 ? root * scale : scale / root)
  const unit = Math.sqrt(pool.baseUnit * pool.quoteUnit)

  const ahead = rises
    ? pool.ticks.filter(({ index }) => index > pool.tick)
    : pool.ticks.filter(({ index }) => index <= pool.tick).toReversed()
  const ranges: CurveRange[] = []
  let liquidity = pool.liquidity
  let from = pool.root
  for (const { index, net } of ahead) {
    const to = tickRoot(index)
    if (rises ? to > from : to < from) {
      ranges.push({ liquidity: liquidity / unit, start: outward(from), end: outward(to) })
      from = to
    }
    liquidity += rises ? net : -net
  }
  return ranges
}
