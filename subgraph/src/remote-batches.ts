import { BigInt, Bytes } from '@graphprotocol/graph-ts'
import { RemoteBatch, RemoteRoot } from '../generated/schema'
import { spokeHead } from './heads'
import { chainKey } from './keys'

export function batchKey(chain: BigInt, number: BigInt): Bytes {
  return chainKey(chain).concat(chainKey(number))
}

/** A batch of a vote for a spoke: hub and spoke each fill in what they see of its way. */
export function batchHead(chain: BigInt, number: BigInt): RemoteBatch {
  const id = batchKey(chain, number)
  let head = RemoteBatch.load(id)
  if (head == null) {
    head = new RemoteBatch(id)
    head.spoke = spokeHead(chain).id
    head.number = number
  }
  return head
}

/** A root of batches on its way: hub and spoke each fill in what they see of it. */
export function rootHead(chain: BigInt, epoch: BigInt): RemoteRoot {
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
