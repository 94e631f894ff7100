// SPDX-License-Identifier: MIT
import type { Target } from './target.ts'

/**
 * Quote a spoke must hold so that its book can be walked to its target anywhere within ±range of `spot`: the dearest
 * of the direct purchases, each at the price where it is due and worst execution.
 */
export function fundingWalk(
  targetAt: (spot: number) => Target,
  held: number,
  { spot, range, slippage, steps = 32 }: FundingWalk,
): number {
  let most = 0
  for (let i = -steps; i <= steps; i++) {
    const at = spot * (1 + (range * i) / steps)
    const missing = targetAt(at).target - held
    most = Math.max(most, missing * at * (1 + slippage))
  }
  return most
}

export interface FundingWalk {
  readonly spot: number
  /** Half-width of the scenario range. */
  readonly range: number
  readonly slippage: number
  /** Nodes on each side. */
  readonly steps?: number
}
