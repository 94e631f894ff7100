import { BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'
import { Parameter, ParameterChange } from '../generated/schema'
import { marketHead, spokeHead } from './heads'
import { chainKey, eventKey, marketKey, ordinalOf } from './keys'

function scopeOf(market: BigInt | null, spoke: BigInt | null): string {
  if (market !== null && spoke !== null) return 'MARKET_ON_SPOKE'
  if (market !== null) return 'MARKET'
  return spoke !== null ? 'SPOKE' : 'GOVERNANCE'
}

/** Records a governed struct: the head takes `current`, the history keeps both. Who caused it is the caller's to say. */
export function changeParameter(
  event: ethereum.Event,
  name: string,
  market: BigInt | null,
  spoke: BigInt | null,
  fields: string[],
  old: BigInt[],
  current: BigInt[],
): ParameterChange {
  let id = Bytes.fromUTF8(name)
  if (market !== null) id = id.concat(marketKey(market))
  if (spoke !== null) id = id.concat(chainKey(spoke))

  let head = Parameter.load(id)
  if (head == null) {
    head = new Parameter(id)
    head.name = name
    head.scope = scopeOf(market, spoke)
    head.values = []
  }
  const change = new ParameterChange(eventKey(event))
  change.ordinal = ordinalOf(event)
  change.parameter = id
  change.name = name
  if (market !== null) {
    head.market = marketHead(market).id
    change.market = head.market
  }
  if (spoke !== null) {
    head.spoke = spokeHead(spoke).id
    change.spoke = head.spoke
  }
  change.fields = fields
  change.old = old
  change.current = current
  change.path = 'VOTE'
  change.timestamp = event.block.timestamp
  change.transaction = event.transaction.hash
  change.save()

  head.fields = fields
  head.values = current
  head.updatedAt = event.block.timestamp
  head.save()
  return change
}
