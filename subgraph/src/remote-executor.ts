import { BigInt, Bytes } from '@graphprotocol/graph-ts'
import {
  BatchExecuted,
  BatchScheduled,
  GuardianSet,
  OperationCancelled,
  RecoveryAsked,
  RecoveryScheduled,
  RecoverySet,
  RootConfirmed,
  TermsSet,
} from '../generated/RemoteExecutor/RemoteExecutor'
import { Parameter, Recovery, RemoteBatch, TimelockOperation } from '../generated/schema'
import { thisChain } from './chain'
import { changeParameter } from './parameters'
import { batchHead, batchKey, rootHead } from './remote-batches'
import { passRole } from './roles'

const TERMS = 'remoteTerms'
const ZERO = BigInt.zero()
const ONE = BigInt.fromI32(1)

/** Brings along the batches of every root before it that the spoke has never confirmed. */
export function handleRootConfirmed(event: RootConfirmed): void {
  const chain = thisChain()
  for (let epoch = event.params.epoch; epoch.ge(ONE); epoch = epoch.minus(ONE)) {
    const root = rootHead(chain, epoch)
    if (root.confirmedAt !== null) return
    if (epoch == event.params.epoch) root.root = event.params.root
    root.confirmedAt = event.block.timestamp
    root.save()
  }
}

export function handleBatchScheduled(event: BatchScheduled): void {
  const p = event.params
  const batch = batchHead(thisChain(), p.number)
  batch.operation = p.operation
  batch.scheduledAt = event.block.timestamp
  batch.eta = p.eta
  batch.until = p.until
  batch.save()
  const operation = TimelockOperation.load(p.operation)!
  operation.batch = batch.id
  operation.save()
}

export function handleBatchExecuted(event: BatchExecuted): void {
  const batch = RemoteBatch.load(batchKey(thisChain(), event.params.number))
  if (batch == null) return
  batch.executedAt = event.block.timestamp
  batch.save()
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
  const operation = TimelockOperation.load(p.operation)!
  operation.recovery = entry.id
  operation.save()
}

/** After the timelock's own event, which does not know who asked. */
export function handleOperationCancelled(event: OperationCancelled): void {
  const operation = TimelockOperation.load(event.params.operation)!
  operation.cancelledBy = event.params.guardian
  operation.save()
}

export function handleGuardianSet(event: GuardianSet): void {
  passRole(event, 0, 'GUARDIAN', event.params.guardian)
}

export function handleRecoverySet(event: RecoverySet): void {
  passRole(event, 0, 'RECOVERY', event.params.recovery)
}

export function handleRemoteTermsSet(event: TermsSet): void {
  const terms = event.params.terms
  const fields = ['cancelApart', 'silence', 'recoveryDelay']
  const current = [terms.cancelApart, terms.silence, terms.recoveryDelay]
  const head = Parameter.load(Bytes.fromUTF8(TERMS))
  const old = head == null ? [ZERO, ZERO, ZERO] : head.values
  changeParameter(event, TERMS, null, null, fields, old, current)
}
