// SPDX-License-Identifier: MIT
import type { Hex } from 'viem'
import { indexOfBatch, type Outbox, type SentBatch } from './outbox.ts'
import { type BatchStage, stageOf } from './remote-batch.ts'
import type { RemoteInbox } from './remote-inbox.ts'
import { EMPTY } from './state-tree.ts'

/** What anyone could do for a batch now: bring the hub's root to its spoke, put it into the timelock there, execute it. */
export type Turn = 'root' | 'schedule' | 'execute'

/** How far a batch has come, whose turn it is, and for how long it could have been done. */
export interface BatchProgress {
  readonly sent: SentBatch
  readonly stage: BatchStage
  readonly due?: { readonly turn: Turn; readonly seconds: number }
}

/** Chain times of both ends. */
export interface Clocks {
  readonly hub: number
  readonly spoke: number
}

/**
 * Every batch of a spoke, from both ends. Not those that an executor had which a vote has replaced since: its successor does not
 * know them and would let anyone do them again.
 */
export function batchProgress(outbox: Outbox, inbox: RemoteInbox, now: Clocks): readonly BatchProgress[] {
  const isOfAnother = ({ batch, leaf }: SentBatch) => inbox.salts.has(leaf) && !inbox.taken.has(batch.number)
  const own = [...outbox.batches.values()].filter((sent) => !isOfAnother(sent))
  return own.map((sent) => {
    const { batch, leaf } = sent
    const index = indexOfBatch(batch.number)
    const there = confirmedLeaf(outbox, inbox, index)
    const stage = stageOf(
      {
        leaf,
        current: outbox.leaves.get(index) ?? EMPTY,
        expiry: batch.expiry,
        confirmed: there === leaf,
        wait: inbox.taken.get(batch.number),
      },
      BigInt(now.spoke),
    )
    const due = dueOf(sent, stage, there, inbox, now)
    return due ? { sent, stage, due } : { sent, stage }
  })
}

/** What the root that the spoke goes by has at an index; undefined: a root that the hub does not know. */
function confirmedLeaf({ roots }: Outbox, { epoch, root }: RemoteInbox, index: number): Hex | undefined {
  if (epoch === 0n) return EMPTY
  const known = roots.get(epoch)
  return known?.root === root ? (known.leaves.get(index) ?? EMPTY) : undefined
}

function dueOf(
  { batch, sentAt, revokedAt = sentAt }: SentBatch,
  stage: BatchStage,
  there: Hex | undefined,
  inbox: RemoteInbox,
  now: Clocks,
): BatchProgress['due'] {
  switch (stage.kind) {
    case 'under way':
      return { turn: 'root', seconds: now.hub - sentAt }
    case 'revoked':
      // the spoke would still schedule it for anyone
      if (there === EMPTY || now.spoke > batch.expiry) return undefined
      return { turn: 'root', seconds: now.hub - revokedAt }
    case 'confirmed': {
      const after = followsAt(batch.follows, inbox, now)
      if (after === undefined) return undefined
      return { turn: 'schedule', seconds: now.spoke - Math.max(inbox.confirmedAt, after.scheduledAt) }
    }
    case 'ready': {
      const after = followsAt(batch.follows, inbox, now)
      if (after?.executedAt === undefined) return undefined
      const eta = Number(inbox.taken.get(batch.number)?.eta ?? 0n)
      return { turn: 'execute', seconds: now.spoke - Math.max(eta, after.executedAt) }
    }
    default:
      return undefined
  }
}

/** When the batch that another follows was scheduled, and executed if it was; undefined: it is not, or never will be. */
function followsAt(
  follows: bigint,
  { taken }: RemoteInbox,
  now: Clocks,
): { readonly scheduledAt: number; readonly executedAt: number | undefined } | undefined {
  if (follows === 0n) return { scheduledAt: 0, executedAt: 0 }
  const first = taken.get(follows)
  if (!first || first.ending === 'cancelled') return undefined
  if (!first.ending && now.spoke > first.until) return undefined
  return { scheduledAt: first.scheduledAt, executedAt: first.endedAt }
}

/** Batches of a spoke that have not come to an end, and the longest that one has waited for a root and for an act there. */
export interface Backlog {
  readonly open: number
  readonly rootWait: number
  readonly batchWait: number
}

export function backlogOf(batches: readonly BatchProgress[]): Backlog {
  const open = batches.filter(({ stage: { kind } }) => OPEN.has(kind)).length
  const waits = (isRoot: boolean) =>
    batches.flatMap(({ due }) => (due && (due.turn === 'root') === isRoot ? [due.seconds] : []))
  return { open, rootWait: Math.max(0, ...waits(true)), batchWait: Math.max(0, ...waits(false)) }
}

const OPEN: ReadonlySet<BatchStage['kind']> = new Set(['under way', 'confirmed', 'waits', 'ready'])
