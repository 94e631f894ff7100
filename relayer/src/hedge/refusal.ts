// SPDX-License-Identifier: MIT
import type { Revert } from '../chain/revert.ts'
import type { DecisionReason } from './decision.ts'

/** What a contract's refusal of a hedge means in the words of a decision. */
const REASONS: Readonly<Record<string, DecisionReason>> = {
  InsideBand: 'inside band',
  NothingToDo: 'inside band',
  SpokePaused: 'paused',
  LeaseEnded: 'lease',
  IntervalNotOver: 'interval',
  BudgetSpent: 'budget',
  PathBound: 'budget',
  Slippage: 'no liquidity',
  NotNearer: 'no liquidity',
  SpotOutsideLadder: 'outside ladder',
  InsufficientQuote: 'no inventory',
  InsufficientBase: 'no inventory',
  ReleaseExceedsLedger: 'no inventory',
  SourcesDisagree: 'sources disagree',
  StaleRound: 'stale price',
  StalePrice: 'stale price',
  SequencerDown: 'stale price',
  SequencerGrace: 'stale price',
  PriceOutOfRange: 'stale price',
}

export function reasonFor({ name }: Revert): DecisionReason {
  return REASONS[name] ?? 'refused'
}
