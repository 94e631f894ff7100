import { BigInt } from '@graphprotocol/graph-ts'
import { Pause } from '../generated/schema'
import { spokeHead } from './heads'
import { chainKey } from './keys'

/** A pause of a spoke: hub and spoke each fill in what they see of it. */
export function pauseHead(chain: BigInt, counter: BigInt): Pause {
  const id = chainKey(chain).concat(chainKey(counter))
  let head = Pause.load(id)
  if (head == null) {
    head = new Pause(id)
    head.spoke = spokeHead(chain).id
    head.counter = counter
  }
  return head
}
