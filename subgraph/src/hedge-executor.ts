import { BigDecimal, BigInt } from '@graphprotocol/graph-ts'
import { ActiveSet, Crossed, Filled, Hedged } from '../generated/HedgeExecutor/HedgeExecutor'
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

export function handleHedged(event: Hedged): void {
  const done = event.params.execution
  const hedge = new Hedge(eventKey(event))
  hedge.ordinal = ordinalOf(event)
  hedge.inventory = inventoryHead(event.params.book).id
  hedge.book = event.params.book
  hedge.epoch = event.params.epoch
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
  hedge.save()
  updateInventory(hedge)
  recordPoint(hedge)
  const state = spokeState()
  state.hedges = state.hedges.plus(ONE)
  state.save()
}

export function handleFilled(event: Filled): void {
  const done = event.params.execution
  const hedge = new Hedge(eventKey(event))
  hedge.ordinal = ordinalOf(event)
  hedge.inventory = inventoryHead(event.params.book).id
  hedge.book = event.params.book
  hedge.epoch = event.params.epoch
  hedge.isFill = true
  hedge.filler = event.params.filler
  hedge.premium = wad(event.params.premium)
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
