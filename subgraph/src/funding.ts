import { Collected, Funded, PoolArrived, Recalled } from '../generated/Funding/Funding'
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
}

export function handleHubPoolArrived(event: PoolArrived): void {
  recordTransfer(event, 'POOL_ARRIVED', null, event.params.spoke, event.params.amount, event.params.pool)
}
