import { Bytes, ethereum } from '@graphprotocol/graph-ts'
import { ParameterChange, RemoteBatch, RemoteBatchCall, TimelockOperation } from '../generated/schema'
import { attributeGateways } from './gateways'
import { attributeRoles } from './roles'
import { attributeRules } from './rules'

/**
 * Names the operation, and the proposal behind it, at what an executed call has changed whose own events do not: terms of the
 * Governor and the timelock, rules, roles, gateways, batches. The call's event comes after those of its effects, in the same
 * transaction; changes that have an operation belong to an earlier call.
 */
export function attribute(event: ethereum.Event, operation: TimelockOperation): void {
  const hash = event.transaction.hash
  for (let at = event.logIndex.toI32() - 1; at >= 0; at--) {
    const id = hash.concatI32(at)
    attributeOne(id, operation)
    attributeRoles(id, operation)
    attributeRules(id, operation)
    attributeGateways(id, operation)
  }
}

function attributeOne(id: Bytes, operation: TimelockOperation): void {
  const parameter = ParameterChange.loadInBlock(id)
  if (parameter != null && parameter.path == 'VOTE' && parameter.operation === null) {
    parameter.operation = operation.id
    parameter.proposal = operation.proposal
    parameter.save()
    return
  }
  const sent = RemoteBatchCall.loadInBlock(id.concatI32(0))
  if (sent != null) {
    const batch = RemoteBatch.load(sent.batch)!
    if (batch.proposal === null) batch.proposal = operation.proposal
    batch.save()
  }
}
