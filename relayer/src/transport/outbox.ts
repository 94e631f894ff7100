// SPDX-License-Identifier: MIT
import type { Hash, Hex } from 'viem'
import type { ChainEvent } from '../chain/event.ts'
import type { RemoteBatch } from './remote-batch.ts'
import { EMPTY, type Leaves, treeRoot } from './state-tree.ts'

/** A batch as the hub has sent it. */
export interface SentBatch {
  readonly batch: RemoteBatch
  readonly leaf: Hex
  readonly sentAt: number
  /** Chain time of its revocation. */
  readonly revokedAt?: number
}

/** A root of batches, and the tree it is of. */
export interface SentRoot {
  readonly root: Hex
  readonly leaves: Leaves
}

/** What votes have sent to one spoke, and how it left the hub. */
export interface Outbox {
  readonly batches: Map<bigint, SentBatch>
  readonly leaves: Map<number, Hex>
  /** By epoch, newest last. */
  readonly roots: Map<bigint, SentRoot>
  epoch: bigint
  /** Chain time since which it is the newest epoch. */
  newAt: number
  /** Chain time at which a gateway took it last; undefined: none has. */
  carriedAt: number | undefined
  /** How often gateways have taken it. */
  sendings: number
  /** What gateways kept of what others than votes sent. */
  readonly payments: { readonly time: number; readonly fee: bigint }[]
  /** Transaction of the last change by a vote. */
  votedIn: Hash | undefined
}

/** Roots that a spoke may still work under. */
const KEPT_ROOTS = 64
const KEPT_PAYMENTS = 256

export function emptyOutbox(): Outbox {
  return {
    batches: new Map(),
    leaves: new Map(),
    roots: new Map(),
    epoch: 0n,
    newAt: 0,
    carriedAt: undefined,
    sendings: 0,
    payments: [],
    votedIn: undefined,
  }
}

/** Where a batch stands in the tree. */
export function indexOfBatch(number: bigint): number {
  return Number(number - 1n)
}

/** Takes one event of the outbox into the state of the spoke it is about. */
export function applyOutboxEvent(
  outboxOf: (spoke: bigint) => Outbox,
  event: Extract<ChainEvent, { contract: 'remoteOutbox' }>,
): void {
  const { at } = event
  switch (event.eventName) {
    case 'BatchSent': {
      const { chain, number, leaf, batch } = event.args
      const outbox = outboxOf(chain)
      outbox.batches.set(number, { batch, leaf, sentAt: at.time })
      outbox.leaves.set(indexOfBatch(number), leaf)
      outbox.votedIn = at.transaction
      return
    }
    case 'BatchRevoked': {
      const { chain, number } = event.args
      const outbox = outboxOf(chain)
      const sent = outbox.batches.get(number)
      if (sent) outbox.batches.set(number, { ...sent, revokedAt: at.time })
      outbox.leaves.set(indexOfBatch(number), EMPTY)
      outbox.votedIn = at.transaction
      return
    }
    case 'RootSent': {
      const { chain, epoch, fee } = event.args
      const outbox = outboxOf(chain)
      advance(outbox, epoch, at.time)
      outbox.carriedAt = at.time
      outbox.sendings += 1
      if (fee === 0n || at.transaction === outbox.votedIn) return
      outbox.payments.push({ time: at.time, fee })
      if (outbox.payments.length > KEPT_PAYMENTS) outbox.payments.shift()
      return
    }
    case 'SendFailed':
      advance(outboxOf(event.args.chain), event.args.epoch, at.time)
      return
    default:
  }
}

/** The tree does not change without a new epoch, so its root is the one that this epoch carries, or would have. */
function advance(outbox: Outbox, epoch: bigint, time: number): void {
  if (epoch <= outbox.epoch) return
  Object.assign(outbox, { epoch, newAt: time, carriedAt: undefined, sendings: 0 })
  outbox.roots.set(epoch, { root: treeRoot(outbox.leaves), leaves: new Map(outbox.leaves) })
  for (const old of outbox.roots.keys()) {
    if (outbox.roots.size <= KEPT_ROOTS) break
    outbox.roots.delete(old)
  }
}
