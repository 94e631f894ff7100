import { BigInt, Bytes } from '@graphprotocol/graph-ts'
import { MessageConfirmed, MessageQueued, VoteCounted } from '../generated/HedgeTransport/HedgeTransport'
import { Message } from '../generated/schema'
import { thisChain } from './chain'
import { versionHead } from './config-versions'
import { chainKey, indexKey } from './keys'
import { pauseHead } from './pauses'
import { rootHead } from './remote-batches'

export { handleGatewaySet, handleQuorumSet } from './gateways'

/** Of contracts/types/Message.sol. */
const CONFIG = 1
const PAUSE = 4
const REMOTE = 5

function messageKey(fromChain: BigInt, kind: i32, epoch: BigInt, digest: Bytes): Bytes {
  return chainKey(thisChain())
    .concat(chainKey(fromChain))
    .concat(indexKey(kind))
    .concat(chainKey(epoch))
    .concat(digest)
}

export function handleVoteCounted(event: VoteCounted): void {
  const id = messageKey(event.params.fromChain, event.params.kind, event.params.epoch, event.params.digest)
  let message = Message.load(id)
  if (message == null) {
    message = new Message(id)
    message.fromChain = event.params.fromChain
    message.toChain = thisChain()
    message.kind = event.params.kind
    message.epoch = event.params.epoch
    message.digest = event.params.digest
    message.families = []
    message.confirmed = false
    message.firstVoteAt = event.block.timestamp
    carry(message)
  }
  const families = message.families
  families.push(event.params.family)
  message.families = families
  message.votes = event.params.votes
  message.save()
}

/** Ties a message to what it carries, though a single family speaks of it so far. */
function carry(message: Message): void {
  if (message.kind == CONFIG) {
    const version = versionHead(message.toChain, message.epoch)
    version.save()
    message.configVersion = version.id
  } else if (message.kind == REMOTE) {
    const root = rootHead(message.toChain, message.epoch)
    root.save()
    message.remoteRoot = root.id
  }
}

export function handleMessageConfirmed(event: MessageConfirmed): void {
  const id = messageKey(event.params.fromChain, event.params.kind, event.params.epoch, event.params.digest)
  const message = Message.load(id)
  if (message == null) return
  message.confirmed = true
  message.confirmedAt = event.block.timestamp
  message.save()
}

/** Only pauses: what else leaves is indexed where it arrives. */
export function handleMessageQueued(event: MessageQueued): void {
  if (event.params.kind != PAUSE) return
  const pause = pauseHead(event.params.toChain, event.params.epoch)
  pause.askedAt = event.block.timestamp
  pause.sender = event.transaction.from
  pause.transaction = event.transaction.hash
  pause.save()
}
