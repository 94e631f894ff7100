import { BigInt, ethereum } from '@graphprotocol/graph-ts'
import { Passage } from '../generated/schema'
import { bookKey, chainKey } from './keys'

const ZERO = BigInt.zero()

/** Counters of the quote sent to a spoke for a book and back, as the hub knows them. */
export function passageHead(book: BigInt, chain: BigInt): Passage {
  const id = bookKey(book).concat(chainKey(chain))
  let passage = Passage.load(id)
  if (passage == null) {
    passage = new Passage(id)
    passage.book = book
    passage.chain = chain
    passage.sent = ZERO
    passage.arrived = ZERO
    passage.refunded = ZERO
    passage.expiredMark = ZERO
    passage.recalled = ZERO
    passage.returned = ZERO
    passage.collected = ZERO
    passage.bridgeFees = ZERO
  }
  return passage
}

/** Derives the state from the counters. */
export function savePassage(passage: Passage, event: ethereum.Event): void {
  const settled = passage.arrived.plus(passage.refunded)
  const expired = passage.expiredMark.minus(settled)
  passage.expired = expired.gt(ZERO) ? expired : ZERO
  passage.underWay = passage.sent.minus(settled).minus(passage.expired)
  const home = passage.returned.gt(passage.collected)
  if (passage.expired.gt(ZERO)) passage.state = 'EXPIRED'
  else if (passage.underWay.gt(ZERO)) passage.state = 'SENT'
  else if (passage.refunded.gt(ZERO) && home) passage.state = 'REFUNDED'
  else passage.state = 'ARRIVED'
  passage.updatedAt = event.block.timestamp
  passage.save()
}
