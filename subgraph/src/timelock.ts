import { BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'
import { CallClass, Proposal, ScheduledCall, TimelockOperation } from '../generated/schema'
import {
  CallExecuted,
  CallSalt,
  CallScheduled,
  Cancelled,
  ClassSet,
  DelaysSet,
  MinDelayChange,
  RoleGranted,
  RoleRevoked,
} from '../generated/Timelock/Timelock'
import { attribute } from './attribution'
import { eventKey } from './keys'
import { changeParameter } from './parameters'
import { timelockRoleName } from './role-names'
import { changeRole } from './roles'

const CLASSES = ['UPGRADE', 'BOUNDS', 'VALUE']
const SELECTOR_BYTES = 4

export function handleCallScheduled(event: CallScheduled): void {
  const p = event.params
  let operation = TimelockOperation.load(p.id)
  if (operation == null) {
    operation = new TimelockOperation(p.id)
    operation.predecessor = p.predecessor
    operation.transaction = event.transaction.hash
  }
  // What was cancelled may be scheduled again, with the same calls.
  operation.cancelledAt = null
  operation.cancelledBy = null
  operation.delay = p.delay
  operation.scheduledAt = event.block.timestamp
  operation.eta = event.block.timestamp.plus(p.delay)
  operation.save()
  if (operation.transaction != event.transaction.hash) return

  const call = new ScheduledCall(eventKey(event))
  call.operation = p.id
  call.index = p.index.toI32()
  call.target = p.target
  call.value = p.value
  call.data = p.data
  if (p.data.length >= SELECTOR_BYTES) {
    call.selector = Bytes.fromUint8Array(p.data.subarray(0, SELECTOR_BYTES))
  }
  call.save()
}

/** The operation that the Governor has scheduled with what an event says is queued: the last one before it. */
export function operationQueuedBy(event: ethereum.Event): TimelockOperation | null {
  for (let at = event.logIndex.toI32() - 1; at >= 0; at--) {
    const call = ScheduledCall.loadInBlock(event.transaction.hash.concatI32(at))
    if (call != null) return TimelockOperation.load(call.operation)
  }
  return null
}

export function handleCallSalt(event: CallSalt): void {
  const operation = TimelockOperation.load(event.params.id)
  if (operation == null) return
  operation.salt = event.params.salt
  operation.save()
}

/** Everything that a call changed stands between its event and the one before. */
export function handleCallExecuted(event: CallExecuted): void {
  const operation = TimelockOperation.load(event.params.id)
  if (operation == null) return
  operation.executedAt = event.block.timestamp
  operation.save()
  const number = operation.proposal
  if (number !== null) {
    // Anyone may execute at the timelock itself; the Governor emits nothing then.
    const proposal = Proposal.load(number)!
    proposal.executedAt = event.block.timestamp
    proposal.save()
  }
  attribute(event, operation)
}

export function handleCancelled(event: Cancelled): void {
  const operation = TimelockOperation.load(event.params.id)
  if (operation == null) return
  operation.cancelledAt = event.block.timestamp
  operation.cancelledBy = event.transaction.from
  operation.save()
  const number = operation.proposal
  if (number === null) return
  const proposal = Proposal.load(number)!
  proposal.canceledAt = event.block.timestamp
  proposal.canceledBy = event.transaction.from
  proposal.save()
}

/** Of a spoke; on the hub `DelaysSet` has the delays in force. */
export function handleMinDelayChange(event: MinDelayChange): void {
  const p = event.params
  changeParameter(event, 'timelockDelay', null, null, ['seconds'], [p.oldDuration], [p.newDuration])
}

export function handleDelaysSet(event: DelaysSet): void {
  const o = event.params.old
  const c = event.params.current
  changeParameter(
    event,
    'timelockDelays',
    null,
    null,
    ['value', 'bounds', 'upgrade'],
    [o.value, o.bounds, o.upgrade],
    [c.value, c.bounds, c.upgrade],
  )
}

export function handleClassSet(event: ClassSet): void {
  const p = event.params
  const entry = new CallClass(p.target.concat(p.selector))
  entry.target = p.target
  entry.selector = p.selector
  entry.delayClass = CLASSES[p.class_]
  entry.updatedAt = event.block.timestamp
  entry.save()
}

export function handleTimelockRoleGranted(event: RoleGranted): void {
  const p = event.params
  changeRole(event, p.role, timelockRoleName(p.role), p.account, true, BigInt.zero(), event.block.timestamp)
}

export function handleTimelockRoleRevoked(event: RoleRevoked): void {
  const p = event.params
  changeRole(event, p.role, timelockRoleName(p.role), p.account, false, BigInt.zero(), event.block.timestamp)
}
