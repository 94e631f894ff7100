// SPDX-License-Identifier: MIT
import type { ChainEvent } from '../chain/event.ts'
import type { Ledger } from './leaf-hash.ts'
import { applyInboxEvent, applyRootMessage, REMOTE } from './remote-inbox.ts'
import type { Execution, SpokeState } from './spoke-state.ts'

type Of<contract extends ChainEvent['contract']> = Extract<ChainEvent, { contract: contract }>

const KEPT_REPORTS = 32
const KEPT_HEDGES = 1_000
/** `Kind.RELAY` of the messages. */
const RELAY = 3

/** Takes one event of a spoke's contracts into the state. */
export function applySpokeEvent(state: SpokeState, event: ChainEvent, spoke: number): void {
  switch (event.contract) {
    case 'spokeControl':
      applyControl(state, event)
      return
    case 'spokeVault':
      applyVault(state, event)
      return
    case 'hedgeExecutor':
      applyExecutor(state, event, spoke)
      return
    case 'hedgeTransport':
      applyTransport(state, event)
      return
    case 'remoteExecutor':
    case 'timelock':
      applyInboxEvent(state.inbox, event)
      return
    default:
  }
}

function applyControl(state: SpokeState, event: Of<'spokeControl'>): void {
  switch (event.eventName) {
    case 'HeartbeatAccepted':
      state.epoch = event.args.epoch
      state.leaseEnd = Number(event.args.leaseEnd)
      state.arrival = event.at.time
      state.mandateRoot = event.args.mandateRoot
      return
    case 'ConfigAccepted':
      state.config = event.args.config
      state.configVersion = event.args.version
      state.configDigest = event.args.digest
      for (const [ticket, { version }] of state.configsWaiting)
        if (version <= event.args.version) state.configsWaiting.delete(ticket)
      return
    case 'ConfigWaiting': {
      const { ticket, version, eta } = event.args
      state.configsWaiting.set(ticket, { version, eta: Number(eta) })
      return
    }
    case 'ConfigTightened':
      state.config = event.args.config
      return
    case 'Paused':
      state.pausedUntil = Number(event.args.until)
      return
    default:
  }
}

function applyVault(state: SpokeState, event: Of<'spokeVault'>): void {
  switch (event.eventName) {
    case 'PoolArrived':
      state.pool = event.args.pool
      return
    case 'Credited':
      state.pool = event.args.pool
      setLedger(state, event.args.ledger, event.at.time)
      return
    case 'Expired':
      state.expired.set(event.args.book, event.args.expired)
      return
    case 'Refunded':
      state.pool = event.args.pool
      state.expired.set(event.args.book, event.args.expired)
      setLedger(state, event.args.ledger, event.at.time)
      return
    case 'Returned':
    case 'LedgerChanged':
      setLedger(state, event.args.ledger, event.at.time)
      return
    case 'Reported':
      state.lastReport = event.args.report
      state.changedSince = undefined
      state.reported.set(event.args.sequence, new Map(state.ledgers))
      for (const old of state.reported.keys()) {
        if (state.reported.size <= KEPT_REPORTS) break
        state.reported.delete(old)
      }
      return
    default:
  }
}

function setLedger(state: SpokeState, ledger: Ledger, time: number): void {
  state.ledgers.set(ledger.book, ledger)
  state.changedSince ??= time
}

function applyExecutor(state: SpokeState, event: Of<'hedgeExecutor'>, spoke: number): void {
  switch (event.eventName) {
    case 'ActiveSet':
      if (event.args.active) state.active.add(event.args.book)
      else state.active.delete(event.args.book)
      return
    case 'Hedged':
    case 'Filled': {
      const { book, epoch, execution } = event.args
      const kind = event.eventName === 'Hedged' ? 'hedge' : 'fill'
      state.side.set(book, signOf(execution))
      state.tradedAt.set(book, event.at.time)
      if (kind === 'hedge') state.lastHedge.set(execution.market, event.at.time)
      const { transaction, block } = event.at
      state.hedges.push({ spoke, book, epoch, kind, execution, transaction, block })
      if (state.hedges.length > 2 * KEPT_HEDGES) state.hedges.splice(0, KEPT_HEDGES)
      return
    }
    default:
  }
}

function signOf({ before, target }: Execution): -1 | 0 | 1 {
  return before > target ? 1 : before < target ? -1 : 0
}

function applyTransport(state: SpokeState, event: Of<'hedgeTransport'>): void {
  switch (event.eventName) {
    case 'RelayQueued': {
      const { toChain, nonce, body } = event.args
      state.relays.set(`${toChain}:${nonce}`, {
        toChain: Number(toChain),
        nonce,
        body,
        sentAt: event.at.time,
      })
      return
    }
    case 'MessageConfirmed':
    case 'DeliveryFailed':
    case 'MessageExecuted': {
      if (event.args.kind === REMOTE) applyRootMessage(state.inbox, event.eventName, event.args.epoch)
      if (event.args.kind !== RELAY) return
      const key = `${event.args.fromChain}:${event.args.epoch}`
      state.confirmedRelays.add(key)
      if (event.eventName === 'DeliveryFailed') state.failedRelays.add(key)
      if (event.eventName === 'MessageExecuted') state.failedRelays.delete(key)
      return
    }
    default:
  }
}
