import { InstantRecorded, PositionSettled, PriceSettled } from '../generated/Settlement/Settlement'
import { Payoff, SettlementInstant } from '../generated/schema'
import { wad } from './decimals'
import { seriesHead, settlementHead } from './heads'
import { bookKey, eventKey, indexKey, ordinalOf } from './keys'
import { decodeSeries } from './series-id'

export function handleInstantRecorded(event: InstantRecorded): void {
  const settlement = settlementHead(event.params.market, event.params.expiry)
  const instant = new SettlementInstant(settlement.id.concat(indexKey(event.params.index)))
  instant.settlement = settlement.id
  instant.index = event.params.index
  instant.instant = event.params.instant
  instant.price = wad(event.params.price)
  instant.secondSource = event.params.secondSource
  instant.save()
}

export function handlePriceSettled(event: PriceSettled): void {
  const settlement = settlementHead(event.params.market, event.params.expiry)
  settlement.price = wad(event.params.price)
  settlement.voted = event.params.voted
  settlement.save()
}

export function handlePositionSettled(event: PositionSettled): void {
  const fields = decodeSeries(event.params.series)
  const payoff = new Payoff(eventKey(event))
  payoff.ordinal = ordinalOf(event)
  payoff.settlement = settlementHead(fields.market, fields.expiry).id
  payoff.series = seriesHead(event.params.series).id
  payoff.book = bookKey(event.params.book)
  payoff.size = wad(event.params.size)
  payoff.payoff = event.params.payoff
  payoff.timestamp = event.block.timestamp
  payoff.save()
}
