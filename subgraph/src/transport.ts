import { BigInt, Bytes } from '@graphprotocol/graph-ts'
import { MessageConfirmed, VoteCounted } from '../generated/HedgeTransport/HedgeTransport'
import { Message } from '../generated/schema'
import { chainKey, indexKey } from './keys'

function messageKey(fromChain: BigInt, kind: i32, epoch: BigInt, digest: Bytes): Bytes {
  return chainKey(fromChain).concat(indexKey(kind)).concat(chainKey(epoch)).concat(digest)
}

export function handleVoteCounted(event: VoteCounted): void {
  const id = messageKey(event.params.fromChain, event.params.kind, event.params.epoch, event.params.digest)
  let message = Message.load(id)
  if (message == null) {
    message = new Message(id)
    message.fromChain = event.params.fromChain
    message.kind = event.params.kind
    message.epoch = event.params.epoch
    message.digest = event.params.digest
    message.families = []
    message.confirmed = false
    message.firstVoteAt = event.block.timestamp
  }
  const families = message.families
  families.push(event.params.family)
  message.families = families
  message.votes = event.params.votes
  message.save()
}

export function handleMessageConfirmed(event: MessageConfirmed): void {
  const id = messageKey(event.params.fromChain, event.params.kind, event.params.epoch, event.params.digest)
  const message = Message.load(id)
  if (message == null) return
  message.confirmed = true
  message.confirmedAt = event.block.timestamp
  message.save()
}
