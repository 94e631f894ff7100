// SPDX-License-Identifier: MIT
import type { Hex } from 'viem'

/** A price of a market as its pull oracle publishes it. */
export interface PriceTick {
  readonly market: number
  /** Quote per base, 18 decimals. */
  readonly price: bigint
  /** Publish time, UNIX seconds. */
  readonly time: number
  /** Signed updates that bring the pull oracle of any chain to this price. */
  readonly updates: readonly Hex[]
}
