// SPDX-License-Identifier: MIT
import type { ChainEvent } from '../chain/event.ts'
import type { HubSpoke, HubState } from './hub-state.ts'
import { emptyOutbox } from './outbox.ts'
import { EMPTY } from './state-tree.ts'

/** Epochs that proofs may still be needed for: a spoke works under the newest it has confirmed. */
const KEPT_EPOCHS = 64

export function hubSpoke(state: HubState, spoke: bigint): HubSpoke {
  const id = Number(spoke)
  let entry = state.spokes.get(id)
  if (!entry) {
    entry = {
      mandates: new Map(),
      funds: new Map(),
      collected: new Map(),
      sends: new Map(),
      allocations: new Map(),
      epochs: new Map(),
      lastEpoch: 0n,
      mandateRoot: EMPTY,
      configVersion: 0n,
      configDigest: EMPTY,
      configSentVersion: 0n,
      configSentAt: 0,
      report: undefined,
      reportArrival: 0,
      proven: new Map(),
      pool: 0n,
      quarantined: false,
      outbox: emptyOutbox(),
    }
    state.spokes.set(id, entry)
  }
  return entry
}

/** Takes one event of the mandate book into the state. */
export function applyMandateEvent(
  state: HubState,
  event: Extract<ChainEvent, { contract: 'mandateBook' }>,
): void {
  switch (event.eventName) {
    case 'MandatePublished': {
      const { book, spoke, index, body, leaf, root } = event.args
      const entry = hubSpoke(state, spoke)
      entry.mandates.set(book, { index, body, leaf })
      entry.mandateRoot = root
      return
    }
    case 'ExposurePublished': {
      // the last event of every publication, also of one that had nothing new to say
      const owner = state.books.get(event.args.book)
      if (owner) {
        owner.publishedAt = event.at.time
        owner.dirty = false
      }
      return
    }
    case 'HeartbeatSent': {
      const { spoke, heartbeat } = event.args
      const entry = hubSpoke(state, spoke)
      entry.lastEpoch = heartbeat.epoch
      entry.epochs.set(heartbeat.epoch, {
        heartbeat,
        sentAt: event.at.time,
        mandates: new Map(entry.mandates),
        funds: new Map(entry.funds),
      })
      for (const old of entry.epochs.keys()) {
        if (entry.epochs.size <= KEPT_EPOCHS) break
        entry.epochs.delete(old)
      }
      return
    }
    case 'ConfigSent': {
      const entry = hubSpoke(state, event.args.spoke)
      entry.configSentVersion = event.args.version
      entry.configSentAt = event.at.time
      return
    }
    case 'ReportReceived': {
      const entry = hubSpoke(state, event.args.spoke)
      entry.report = event.args.report
      entry.reportArrival = event.at.time
      return
    }
    case 'ClaimProven': {
      const { book, spoke, sequence, ledger } = event.args
      hubSpoke(state, spoke).proven.set(book, { sequence, ledger })
      return
    }
    case 'QuarantineSet':
      hubSpoke(state, event.args.spoke).quarantined = event.args.quarantined
      return
    default:
  }
}
