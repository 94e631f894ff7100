import { BigInt, Bytes } from '@graphprotocol/graph-ts'
import { BatchRevoked, BatchSent, RootSent, SendFailed } from '../generated/RemoteOutbox/RemoteOutbox'
import { RemoteBatch, RemoteBatchCall, RemoteRoot } from '../generated/schema'
import { spokeHead } from './heads'
import { chainKey, eventKey } from './keys'

const SELECTOR_BYTES = 4

export function handleBatchSent(event: BatchSent): void {
  const p = event.params
  const batch = new RemoteBatch(chainKey(p.chain).concat(chainKey(p.number)))
  batch.spoke = spokeHead(p.chain).id
  batch.number = p.number
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
  const batch = RemoteBatch.load(chainKey(event.params.chain).concat(chainKey(event.params.number)))
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
}

export function handleSendFailed(event: SendFailed): void {
  const root = rootHead(event.params.chain, event.params.epoch)
  root.failedAt = event.block.timestamp
  root.save()
}

function rootHead(chain: BigInt, epoch: BigInt): RemoteRoot {
  const id = chainKey(chain).concat(chainKey(epoch))
  let head = RemoteRoot.load(id)
  if (head == null) {
    head = new RemoteRoot(id)
    head.spoke = spokeHead(chain).id
    head.epoch = epoch
    head.fees = BigInt.zero()
  }
  return head
}
