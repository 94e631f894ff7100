// SPDX-License-Identifier: MIT
import type { Hex } from 'viem'
import type { ChainEvent } from '../chain/event.ts'
import type { BatchWait } from './remote-batch.ts'
import { EMPTY } from './state-tree.ts'

/** A batch in the timelock of its spoke. */
export interface TakenBatch extends BatchWait {
  readonly operation: Hex
  readonly scheduledAt: number
  /** Chain time of its ending. */
  readonly endedAt?: number
}

/** What a spoke has of what votes ask of it. */
export interface RemoteInbox {
  /** Of the root that its executor goes by. */
  epoch: bigint
  root: Hex
  confirmedAt: number
  /** The highest that k families have confirmed, whatever the executor made of it. */
  heard: bigint
  /** One that the executor refused and that nobody has tried again with success. */
  refused: bigint | undefined
  readonly taken: Map<bigint, TakenBatch>
  /** Leaves of what its timelock has ever had: each is the salt of its operation, whichever executor it came from. */
  readonly salts: Set<Hex>
}

/** `Kind.REMOTE` of the messages. */
export const REMOTE = 5

export function emptyInbox(): RemoteInbox {
  return {
    epoch: 0n,
    root: EMPTY,
    confirmedAt: 0,
    heard: 0n,
    refused: undefined,
    taken: new Map(),
    salts: new Set(),
  }
}

/** Takes one event of the spoke's executor of votes, or of its timelock, into the state. */
export function applyInboxEvent(
  inbox: RemoteInbox,
  event: Extract<ChainEvent, { contract: 'remoteExecutor' | 'timelock' }>,
): void {
  const { time } = event.at
  switch (event.eventName) {
    case 'RootConfirmed':
      inbox.epoch = event.args.epoch
      inbox.root = event.args.root
      inbox.confirmedAt = time
      return
    case 'BatchScheduled': {
      const { number, operation, eta, until } = event.args
      inbox.taken.set(number, { operation, eta, until, scheduledAt: time })
      return
    }
    case 'BatchExecuted':
      end(inbox, event.args.number, 'executed', time)
      return
    case 'CallSalt':
      inbox.salts.add(event.args.salt)
      return
    case 'Cancelled':
      for (const [number, { operation }] of inbox.taken)
        if (operation === event.args.id) end(inbox, number, 'cancelled', time)
      return
    default:
  }
}

function end(
  { taken }: RemoteInbox,
  number: bigint,
  ending: 'executed' | 'cancelled',
  endedAt: number,
): void {
  const batch = taken.get(number)
  if (batch) taken.set(number, { ...batch, ending, endedAt })
}

/** Takes what became of a message of this kind in the spoke's transport. */
export function applyRootMessage(
  inbox: RemoteInbox,
  eventName: 'MessageConfirmed' | 'DeliveryFailed' | 'MessageExecuted',
  epoch: bigint,
): void {
  if (eventName === 'MessageConfirmed') inbox.heard = epoch
  inbox.refused = eventName === 'DeliveryFailed' ? epoch : undefined
}
