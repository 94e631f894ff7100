import { BigInt, ethereum } from '@graphprotocol/graph-ts'
import { Transfer } from '../generated/schema'
import { eventKey, ordinalOf } from './keys'

/** Records a move of quote; `book` or `chain` is null where the event knows none. */
export function recordTransfer(
  event: ethereum.Event,
  kind: string,
  book: BigInt | null,
  chain: BigInt | null,
  amount: BigInt,
  total: BigInt,
): void {
  const transfer = new Transfer(eventKey(event))
  transfer.ordinal = ordinalOf(event)
  transfer.kind = kind
  transfer.book = book
  transfer.chain = chain
  transfer.amount = amount
  transfer.total = total
  transfer.timestamp = event.block.timestamp
  transfer.transaction = event.transaction.hash
  transfer.save()
}
