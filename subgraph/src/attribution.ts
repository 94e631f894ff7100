import { Bytes, ethereum } from '@graphprotocol/graph-ts'
import {
  ConfigChange,
  ConfigVersion,
  FieldChange,
  ParameterChange,
  RemoteBatch,
  RemoteBatchCall,
  RoleChange,
  TimelockOperation,
} from '../generated/schema'
import { chainKey } from './keys'

/**
 * Names the operation, and the proposal behind it, at everything that an executed call has changed. The call's own event
 * comes after those of its effects, in the same transaction; changes that have an operation belong to an earlier call.
 */
export function attribute(event: ethereum.Event, operation: TimelockOperation): void {
  const hash = event.transaction.hash
  for (let at = event.logIndex.toI32() - 1; at >= 0; at--) attributeOne(hash.concatI32(at), operation)
}

function attributeOne(id: Bytes, operation: TimelockOperation): void {
  const parameter = ParameterChange.loadInBlock(id)
  if (parameter != null && parameter.path == 'VOTE' && parameter.operation === null) {
    parameter.operation = operation.id
    parameter.proposal = operation.proposal
    parameter.save()
    return
  }
  const field = FieldChange.loadInBlock(id)
  if (field != null && field.path == 'VOTE' && field.operation === null) {
    field.operation = operation.id
    field.proposal = operation.proposal
    field.save()
    return
  }
  const role = RoleChange.loadInBlock(id)
  if (role != null && role.operation === null) {
    role.operation = operation.id
    role.proposal = operation.proposal
    role.save()
    return
  }
  const sent = RemoteBatchCall.loadInBlock(id.concatI32(0))
  if (sent != null) {
    const batch = RemoteBatch.load(sent.batch)!
    if (batch.proposal === null) batch.proposal = operation.proposal
    batch.save()
    return
  }
  const config = ConfigChange.loadInBlock(id)
  if (config == null || config.sent || config.operation !== null) return
  if (config.step !== null || config.tightening !== null) return
  config.operation = operation.id
  config.proposal = operation.proposal
  config.save()
  const version = ConfigVersion.load(config.spoke.concat(chainKey(config.version)))
  if (version == null) return
  version.proposal = operation.proposal
  version.save()
}
