import { Collected, Expired, Funded, PoolArrived, Recalled } from '../generated/Funding/Funding'
import { passageHead, savePassage } from './passages'
import { recordTransfer } from './transfers'

export function handleFunded(event: Funded): void {
  recordTransfer(
    event,
    'FUNDED',
    event.params.book,
    event.params.spoke,
    event.params.amount,
    event.params.sent,
  )
  const passage = passageHead(event.params.book, event.params.spoke)
  passage.sent = event.params.sent
  passage.bridgeFees = event.params.bridgeFees
  savePassage(passage, event)
}

export function handleRecalled(event: Recalled): void {
  recordTransfer(
    event,
    'RECALLED',
    event.params.book,
    event.params.spoke,
    event.params.amount,
    event.params.recalled,
  )
  const passage = passageHead(event.params.book, event.params.spoke)
  passage.recalled = event.params.recalled
  savePassage(passage, event)
}

/** `total` is the mark in the counter of quote sent. */
export function handleExpired(event: Expired): void {
  recordTransfer(
    event,
    'EXPIRED',
    event.params.book,
    event.params.spoke,
    event.params.amount,
    event.params.expired,
  )
  const passage = passageHead(event.params.book, event.params.spoke)
  passage.expiredMark = event.params.expired
  savePassage(passage, event)
}

export function handleCollected(event: Collected): void {
  recordTransfer(
    event,
    'COLLECTED',
    event.params.book,
    event.params.spoke,
    event.params.amount,
    event.params.received,
  )
  const passage = passageHead(event.params.book, event.params.spoke)
  passage.collected = event.params.received
  savePassage(passage, event)
}

export function handleHubPoolArrived(event: PoolArrived): void {
  recordTransfer(event, 'POOL_ARRIVED', null, event.params.spoke, event.params.amount, event.params.pool)
}
