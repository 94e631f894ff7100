// SPDX-License-Identifier: MIT
import type { iRemoteExecutorAbi } from '@gimbal/contracts'
import type { ContractFunctionArgs, Hex } from 'viem'

/** What a vote asks of one spoke, as the hub has sent it. */
export type RemoteBatch = ContractFunctionArgs<typeof iRemoteExecutorAbi, 'nonpayable', 'schedule'>[0]
export type RemoteCall = RemoteBatch['calls'][number]

/** How far a batch has come; after the last four lines nothing comes any more. */
export type BatchStage =
  | { readonly kind: 'under way' }
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'waits'; readonly eta: bigint }
  | { readonly kind: 'ready'; readonly until: bigint }
  | { readonly kind: 'executed' | 'cancelled' }
  | { readonly kind: 'revoked' }
  | { readonly kind: 'expired'; readonly expiry: bigint }
  | { readonly kind: 'lapsed'; readonly until: bigint }

/** A batch in the timelock of its spoke: to be executed from `eta` until `until`, unless it has ended. */
export interface BatchWait {
  readonly eta: bigint
  readonly until: bigint
  readonly ending?: 'executed' | 'cancelled' | undefined
}

export interface BatchFacts {
  readonly leaf: Hex
  /** What the hub has in its place now. */
  readonly current: Hex
  readonly expiry: bigint
  /** Whether the root that its spoke has confirmed holds it. */
  readonly confirmed: boolean
  /** Once it is scheduled. */
  readonly wait?: BatchWait | undefined
}

/** @param now the spoke's clock */
export function stageOf({ leaf, current, expiry, confirmed, wait }: BatchFacts, now: bigint): BatchStage {
  if (!wait) {
    if (current !== leaf) return { kind: 'revoked' }
    if (now > expiry) return { kind: 'expired', expiry }
    return { kind: confirmed ? 'confirmed' : 'under way' }
  }
  const { eta, until, ending } = wait
  if (ending) return { kind: ending }
  if (now > until) return { kind: 'lapsed', until }
  return now < eta ? { kind: 'waits', eta } : { kind: 'ready', until }
}
