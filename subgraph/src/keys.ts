import { BigInt, ByteArray, Bytes, ethereum } from '@graphprotocol/graph-ts'

/** Ids: fixed-width big-endian words, so that an id is the same whoever makes it. */
function word(value: BigInt, width: i32): Bytes {
  const little = ByteArray.fromBigInt(value)
  const big = new Bytes(width)
  for (let i = 0; i < width; i++) big[width - 1 - i] = i < little.length ? little[i] : 0
  return big
}

export function marketKey(market: BigInt): Bytes {
  return word(market, 4)
}

export function bookKey(book: BigInt): Bytes {
  return word(book, 8)
}

export function chainKey(chain: BigInt): Bytes {
  return word(chain, 8)
}

export function seriesKey(series: BigInt): Bytes {
  return word(series, 32)
}

export function proposalKey(proposal: BigInt): Bytes {
  return word(proposal, 32)
}

export function expiryKey(market: BigInt, expiry: BigInt): Bytes {
  return marketKey(market).concat(word(expiry, 5))
}

/** An address that a row of numbers has as a number. */
export function addressKey(value: BigInt): Bytes {
  return word(value, 20)
}

export function indexKey(index: i32): Bytes {
  return word(BigInt.fromI32(index), 4)
}

export function eventKey(event: ethereum.Event): Bytes {
  return event.transaction.hash.concatI32(event.logIndex.toI32())
}

/** Block number * 1,000,000 + log index: the order of events on a chain. */
export function ordinalOf(event: ethereum.Event): BigInt {
  return event.block.number.times(BigInt.fromI32(1000000)).plus(event.logIndex)
}
