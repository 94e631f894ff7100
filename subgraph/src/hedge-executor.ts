import { BigDecimal, BigInt, ethereum } from '@graphprotocol/graph-ts'
import {
  ActiveSet,
  Crossed,
  Filled,
  Hedged,
  HedgedExecutionStruct,
} from '../generated/HedgeExecutor/HedgeExecutor'
import { Crossing, Hedge, HedgePoint } from '../generated/schema'
import { wad } from './decimals'
import { inventoryHead, spokeState } from './heads'
import { eventKey, ordinalOf } from './keys'

const ONE = BigInt.fromI32(1)

function absolute(value: BigDecimal): BigDecimal {
  return value.lt(BigDecimal.zero()) ? value.neg() : value
}

function recordPoint(hedge: Hedge): void {
  const point = new HedgePoint(0)
  point.book = hedge.book
  point.turnover = absolute(hedge.quote)
  point.cost = hedge.cost
  point.save()
}

function updateInventory(hedge: Hedge): void {
  const inventory = inventoryHead(hedge.book)
  inventory.target = hedge.target
  inventory.held = hedge.after
  inventory.updatedAt = hedge.timestamp
  inventory.save()
}

/** What a hedge and a fill have in common; both events carry the same struct. */
function hedgeOf(event: ethereum.Event, book: BigInt, epoch: BigInt, done: HedgedExecutionStruct): Hedge {
  const hedge = new Hedge(eventKey(event))
  hedge.ordinal = ordinalOf(event)
  hedge.inventory = inventoryHead(book).id
  hedge.book = book
  hedge.epoch = epoch
  hedge.isFill = false
  hedge.market = done.market
  hedge.price = wad(done.price)
  hedge.time = done.time
  hedge.before = wad(done.before)
  hedge.target = wad(done.target)
  hedge.outer = wad(done.outer)
  hedge.inner = wad(done.inner)
  hedge.after = wad(done.afterwards)
  hedge.base = wad(done.base)
  hedge.quote = wad(done.quote)
  hedge.cost = wad(done.cost)
  hedge.venueRoot = done.venueRoot
  hedge.configDigest = done.configDigest
  hedge.timestamp = event.block.timestamp
  hedge.blockNumber = event.block.number
  hedge.transaction = event.transaction.hash
  return hedge
}

export function handleHedged(event: Hedged): void {
  const hedge = hedgeOf(event, event.params.book, event.params.epoch, event.params.execution)
  hedge.save()
  updateInventory(hedge)
  recordPoint(hedge)
  const state = spokeState()
  state.hedges = state.hedges.plus(ONE)
  state.save()
}

export function handleFilled(event: Filled): void {
  const done = changetype<HedgedExecutionStruct>(event.params.execution)
  const hedge = hedgeOf(event, event.params.book, event.params.epoch, done)
  hedge.isFill = true
  hedge.filler = event.params.filler
  hedge.premium = wad(event.params.premium)
  hedge.save()
  updateInventory(hedge)
  const state = spokeState()
  state.fills = state.fills.plus(ONE)
  state.save()
}

export function handleActiveSet(event: ActiveSet): void {
  const inventory = inventoryHead(event.params.book)
  inventory.active = event.params.active
  inventory.save()
}

export function handleCrossed(event: Crossed): void {
  const crossing = new Crossing(eventKey(event))
  crossing.ordinal = ordinalOf(event)
  crossing.market = event.params.market
  crossing.base = wad(event.params.base)
  crossing.price = wad(event.params.price)
  crossing.timestamp = event.block.timestamp
  crossing.save()
}
