// SPDX-License-Identifier: MIT
import type { Hash, Hex } from 'viem'
import type { Decision } from '../hedge/decision.ts'

/** One signing of a transaction; a second one carries a higher fee under the same nonce. */
export interface Attempt {
  readonly hash: Hash
  readonly raw: Hex
}

export type TxOutcome = 'mined' | 'reverted' | 'lost' | 'rejected'

/** What was meant, before it is sent: enough to send it again and to find it on the chain. */
export interface TxRecord {
  readonly chain: number
  readonly nonce: number
  /** What it is for; a second one with an equal key waits until this one is settled. */
  readonly key: string
  readonly purpose: string
  readonly attempts: readonly Attempt[]
  /** Chain time when it was decided. */
  readonly createdAt: number
  /** Chain time of the price it was decided on, if any. */
  readonly tickTime?: number
  readonly outcome?: TxOutcome
  readonly block?: number
}

export interface DecisionQuery {
  readonly book?: string | undefined
  readonly spoke?: number | undefined
  readonly reason?: string | undefined
  readonly limit: number
}

/**
 * The relayer's memory. The chain is the truth: a lost journal costs a re-read, never a hedge. `record` resolves only
 * once the entry survives a crash.
 */
export interface Journal {
  /** Transactions without an outcome, by rising nonce. */
  readonly open: () => Promise<readonly TxRecord[]>
  readonly record: (transaction: TxRecord) => Promise<void>
  /** Kept in order, written behind; losing the last few in a crash is harmless. */
  readonly decide: (decisions: readonly Decision[]) => void
  /** Newest first. */
  readonly decisions: (query: DecisionQuery) => Promise<readonly Decision[]>
  readonly close: () => Promise<void>
}

export function matches(decision: Decision, { book, spoke, reason }: DecisionQuery): boolean {
  return (
    (book === undefined || decision.book === book) &&
    (spoke === undefined || decision.spoke === spoke) &&
    (reason === undefined || decision.reason === reason)
  )
}
