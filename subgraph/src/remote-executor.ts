import {
  BatchExecuted,
  BatchScheduled,
  RecoveryAsked,
  RecoveryScheduled,
} from '../generated/RemoteExecutor/RemoteExecutor'
import { Recovery, RemoteExecution } from '../generated/schema'
import { chainKey } from './keys'

export function handleBatchScheduled(event: BatchScheduled): void {
  const p = event.params
  const entry = new RemoteExecution(chainKey(p.number))
  entry.number = p.number
  entry.operation = p.operation
  entry.scheduledAt = event.block.timestamp
  entry.eta = p.eta
  entry.until = p.until
  entry.save()
}

export function handleBatchExecuted(event: BatchExecuted): void {
  const entry = RemoteExecution.load(chainKey(event.params.number))
  if (entry == null) return
  entry.executedAt = event.block.timestamp
  entry.save()
}

/** The same calls may be asked for again. */
export function handleRecoveryAsked(event: RecoveryAsked): void {
  const entry = new Recovery(event.params.id)
  entry.askedAt = event.block.timestamp
  entry.save()
}

export function handleRecoveryScheduled(event: RecoveryScheduled): void {
  const p = event.params
  const entry = Recovery.load(p.id)
  if (entry == null) return
  entry.operation = p.operation
  entry.eta = p.eta
  entry.until = p.until
  entry.save()
}
