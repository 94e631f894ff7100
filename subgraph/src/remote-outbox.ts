import { Bytes, ethereum } from '@graphprotocol/graph-ts'
import { BatchRevoked, BatchSent, RootSent, SendFailed } from '../generated/RemoteOutbox/RemoteOutbox'
import { RemoteBatch, RemoteBatchCall } from '../generated/schema'
import { eventKey } from './keys'
import { batchHead, batchKey, rootHead } from './remote-batches'

const SELECTOR_BYTES = 4

export function handleBatchSent(event: BatchSent): void {
  const p = event.params
  const batch = batchHead(p.chain, p.number)
  batch.leaf = p.leaf
  batch.follows = p.batch.follows
  batch.expiry = p.batch.expiry
  batch.sentAt = event.block.timestamp
  batch.transaction = event.transaction.hash
  batch.save()
  for (let i = 0; i < p.batch.calls.length; i++) {
    const asked = p.batch.calls[i]
    const call = new RemoteBatchCall(eventKey(event).concatI32(i))
    call.batch = batch.id
    call.index = i
    call.target = asked.target
    call.data = asked.data
    call.selector =
      asked.data.length >= SELECTOR_BYTES
        ? Bytes.fromUint8Array(asked.data.subarray(0, SELECTOR_BYTES))
        : Bytes.empty()
    call.save()
  }
}

export function handleBatchRevoked(event: BatchRevoked): void {
  const batch = RemoteBatch.load(batchKey(event.params.chain, event.params.number))
  if (batch == null) return
  batch.revokedAt = event.block.timestamp
  batch.save()
}

export function handleRootSent(event: RootSent): void {
  const p = event.params
  const root = rootHead(p.chain, p.epoch)
  root.root = p.root
  root.messageId = p.messageId
  root.sentAt = event.block.timestamp
  root.fees = root.fees.plus(p.fee)
  root.save()
  nameFirstRoot(event, root.id)
}

export function handleSendFailed(event: SendFailed): void {
  const root = rootHead(event.params.chain, event.params.epoch)
  root.failedAt = event.block.timestamp
  root.save()
  nameFirstRoot(event, root.id)
}

/** A batch stands before its root: the last call of the one before this event is of the batch that made it. */
function nameFirstRoot(event: ethereum.Event, root: Bytes): void {
  for (let at = event.logIndex.toI32() - 1; at >= 0; at--) {
    const call = RemoteBatchCall.loadInBlock(event.transaction.hash.concatI32(at).concatI32(0))
    if (call == null) continue
    const batch = RemoteBatch.load(call.batch)!
    if (batch.root === null) batch.root = root
    batch.save()
    return
  }
}
