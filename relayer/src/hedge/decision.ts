// SPDX-License-Identifier: MIT
import type { Hash } from 'viem'

/** Why a book was or was not hedged at a tick. */
export type DecisionReason =
  | 'hedged'
  | 'inside band'
  | 'pending'
  | 'no mandate'
  | 'lease'
  | 'paused'
  | 'interval'
  | 'no price'
  | 'stale price'
  | 'sources disagree'
  | 'outside ladder'
  | 'below lot'
  | 'no inventory'
  | 'no liquidity'
  | 'budget'
  | 'refused'
  | 'chain unreachable'

/** What was decided for one book on one spoke at one tick. Base units and quote as plain numbers: for people and metrics. */
export interface Decision {
  readonly time: number
  readonly spoke: number
  readonly market: number
  readonly book: string
  readonly epoch: string
  readonly reason: DecisionReason
  /** What the reason rests on, e.g. the contract's error. */
  readonly detail?: string
  readonly price?: number
  readonly held?: number
  readonly target?: number
  readonly gamma?: number
  readonly outer?: number
  readonly inner?: number
  /** Base the book wants to trade, signed. */
  readonly need?: number
  readonly hash?: Hash
}
