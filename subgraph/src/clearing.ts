import { Traded } from '../generated/Clearing/Clearing'
import { Trade } from '../generated/schema'
import { wad } from './decimals'
import { seriesHead } from './heads'
import { bookKey, eventKey, ordinalOf } from './keys'

export function handleTraded(event: Traded): void {
  const trade = new Trade(eventKey(event))
  trade.ordinal = ordinalOf(event)
  trade.hash = event.params.tradeHash
  trade.series = seriesHead(event.params.series).id
  trade.buyer = bookKey(event.params.buyer)
  trade.seller = bookKey(event.params.seller)
  trade.size = wad(event.params.size)
  trade.premium = event.params.premium
  trade.timestamp = event.block.timestamp
  trade.save()
}
