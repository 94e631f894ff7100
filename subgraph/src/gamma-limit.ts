import { ShortGammaMeasured } from '../generated/GammaLimit/GammaLimit'
import { GammaMeasurement } from '../generated/schema'
import { wad } from './decimals'
import { bookHead, marketHead } from './heads'
import { eventKey, ordinalOf } from './keys'

export function handleShortGammaMeasured(event: ShortGammaMeasured): void {
  const market = marketHead(event.params.market)
  const book = bookHead(event.params.book)
  market.shortGamma = wad(event.params.total)
  market.save()
  book.shortGamma = wad(event.params.gamma)
  book.save()
  const measurement = new GammaMeasurement(eventKey(event))
  measurement.ordinal = ordinalOf(event)
  measurement.market = market.id
  measurement.book = book.id
  measurement.gamma = book.shortGamma
  measurement.total = market.shortGamma
  measurement.timestamp = event.block.timestamp
  measurement.save()
}
