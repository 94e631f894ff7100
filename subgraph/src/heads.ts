import { BigInt, Bytes } from '@graphprotocol/graph-ts'
import { Book, Inventory, Market, Series, Settlement, Spoke, SpokeState } from '../generated/schema'
import { wad } from './decimals'
import { bookKey, chainKey, expiryKey, marketKey, seriesKey } from './keys'
import { decodeSeries } from './series-id'

const ZERO = BigInt.zero()
const NONE = Bytes.fromHexString('0x0000000000000000000000000000000000000000000000000000000000000000')

/** A market may be named by an event before RiskParameters describes it; its description then fills in. */
export function marketHead(number: BigInt): Market {
  const id = marketKey(number)
  let market = Market.load(id)
  if (market == null) {
    market = new Market(id)
    market.number = number
    market.name = ''
    market.baseDecimals = 0
    market.quoteDecimals = 0
    market.lot = wad(ZERO)
    market.shortGamma = wad(ZERO)
    market.save()
  }
  return market
}

export function spokeHead(chain: BigInt): Spoke {
  const id = chainKey(chain)
  let spoke = Spoke.load(id)
  if (spoke == null) {
    spoke = new Spoke(id)
    spoke.chain = chain
    spoke.configVersion = ZERO
    spoke.configDigest = NONE
    spoke.lastEpoch = ZERO
    spoke.leaseEnd = ZERO
    spoke.lastReport = ZERO
    spoke.reportTime = ZERO
    spoke.quarantined = false
    spoke.save()
  }
  return spoke
}

export function bookHead(number: BigInt): Book {
  return Book.load(bookKey(number))!
}

export function seriesHead(packed: BigInt): Series {
  const id = seriesKey(packed)
  let series = Series.load(id)
  if (series == null) {
    const fields = decodeSeries(packed)
    series = new Series(id)
    series.market = marketHead(fields.market).id
    series.expiry = fields.expiry
    series.strike = wad(fields.strike)
    series.isPut = fields.isPut
    series.save()
  }
  return series
}

export function settlementHead(market: BigInt, expiry: BigInt): Settlement {
  const id = expiryKey(market, expiry)
  let settlement = Settlement.load(id)
  if (settlement == null) {
    settlement = new Settlement(id)
    settlement.market = marketHead(market).id
    settlement.expiry = expiry
    settlement.voted = false
    settlement.save()
  }
  return settlement
}

export function spokeState(): SpokeState {
  const id = Bytes.fromUTF8('spoke')
  let state = SpokeState.load(id)
  if (state == null) {
    state = new SpokeState(id)
    state.epoch = ZERO
    state.leaseEnd = ZERO
    state.mandateRoot = NONE
    state.fundRoot = NONE
    state.configVersion = ZERO
    state.configDigest = NONE
    state.pausedUntil = ZERO
    state.pool = ZERO
    state.lastReport = ZERO
    state.hedges = ZERO
    state.fills = ZERO
  }
  return state
}

export function inventoryHead(book: BigInt): Inventory {
  const id = bookKey(book)
  let inventory = Inventory.load(id)
  if (inventory == null) {
    inventory = new Inventory(id)
    inventory.book = book
    inventory.received = ZERO
    inventory.sent = ZERO
    inventory.bought = ZERO
    inventory.sold = ZERO
    inventory.paid = ZERO
    inventory.got = ZERO
    inventory.refunded = ZERO
    inventory.bridgeFees = ZERO
    inventory.expired = ZERO
    inventory.active = false
    inventory.updatedAt = ZERO
  }
  return inventory
}
