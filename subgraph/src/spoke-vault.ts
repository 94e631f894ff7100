import {
  Credited,
  Expired,
  LedgerChanged,
  PoolArrived,
  Refunded,
  Reported,
  Returned,
} from '../generated/SpokeVault/SpokeVault'
import { Report } from '../generated/schema'
import { inventoryHead, spokeState } from './heads'
import { eventKey, ordinalOf } from './keys'
import { recordTransfer } from './transfers'

export function handleLedgerChanged(event: LedgerChanged): void {
  const ledger = event.params.ledger
  const inventory = inventoryHead(event.params.book)
  inventory.received = ledger.received
  inventory.sent = ledger.sent
  inventory.bought = ledger.bought
  inventory.sold = ledger.sold
  inventory.paid = ledger.paid
  inventory.got = ledger.got
  inventory.refunded = ledger.refunded
  inventory.bridgeFees = ledger.bridgeFees
  inventory.updatedAt = event.block.timestamp
  inventory.save()
}

export function handleCredited(event: Credited): void {
  const inventory = inventoryHead(event.params.book)
  inventory.received = event.params.ledger.received
  inventory.updatedAt = event.block.timestamp
  inventory.save()
  const state = spokeState()
  state.pool = event.params.pool
  state.save()
  recordTransfer(
    event,
    'CREDITED',
    event.params.book,
    null,
    event.params.amount,
    event.params.ledger.received,
  )
}

export function handleReturned(event: Returned): void {
  const inventory = inventoryHead(event.params.book)
  inventory.sent = event.params.ledger.sent
  inventory.bridgeFees = event.params.ledger.bridgeFees
  inventory.updatedAt = event.block.timestamp
  inventory.save()
  recordTransfer(event, 'RETURNED', event.params.book, null, event.params.amount, event.params.ledger.sent)
}

export function handleSpokeExpired(event: Expired): void {
  const inventory = inventoryHead(event.params.book)
  inventory.expired = event.params.expired
  inventory.updatedAt = event.block.timestamp
  inventory.save()
}

export function handleRefunded(event: Refunded): void {
  const ledger = event.params.ledger
  const inventory = inventoryHead(event.params.book)
  inventory.received = ledger.received
  inventory.refunded = ledger.refunded
  inventory.bridgeFees = ledger.bridgeFees
  inventory.expired = event.params.expired
  inventory.updatedAt = event.block.timestamp
  inventory.save()
  const state = spokeState()
  state.pool = event.params.pool
  state.save()
  recordTransfer(event, 'REFUNDED', event.params.book, null, event.params.amount, ledger.refunded)
}

export function handlePoolArrived(event: PoolArrived): void {
  const state = spokeState()
  state.pool = event.params.pool
  state.save()
  recordTransfer(event, 'POOL_ARRIVED', null, null, event.params.amount, event.params.pool)
}

export function handleReported(event: Reported): void {
  const sent = event.params.report
  const state = spokeState()
  state.lastReport = sent.sequence
  state.save()
  const report = new Report(eventKey(event))
  report.ordinal = ordinalOf(event)
  report.received = false
  report.sequence = sent.sequence
  report.time = sent.time
  report.ledgerRoot = sent.ledgerRoot
  report.epoch = sent.epoch
  report.heartbeatDigest = sent.heartbeatDigest
  report.configVersion = sent.configVersion
  report.configDigest = sent.configDigest
  report.timestamp = event.block.timestamp
  report.save()
}
