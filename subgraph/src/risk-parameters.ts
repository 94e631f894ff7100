import { BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'
import {
  ConfigChanged,
  MarketAdded,
  ScenariosSet,
  SpokeAdded,
  TermsSet,
} from '../generated/RiskParameters/RiskParameters'
import { ConfigChange, ParameterChange, Venue } from '../generated/schema'
import { Cause } from './cause'
import { versionHead } from './config-versions'
import { wad } from './decimals'
import { fieldNames, partOf, structName } from './governed-names'
import { marketHead, spokeHead } from './heads'
import { addressKey, chainKey, eventKey, marketKey, ordinalOf } from './keys'
import { changeParameter } from './parameters'

export { handleParameterChanged } from './governed-fields'

/** The values of a struct of numbers, in its order. */
function numbers(struct: ethereum.Tuple): BigInt[] {
  const values: BigInt[] = []
  for (let i = 0; i < struct.length; i++) values.push(struct[i].toBigInt())
  return values
}

export function handleMarketAdded(event: MarketAdded): void {
  const market = marketHead(event.params.market)
  market.name = event.params.name
  market.baseDecimals = event.params.baseDecimals
  market.quoteDecimals = event.params.quoteDecimals
  market.lot = wad(event.params.lot)
  market.save()
}

export function handleSpokeAdded(event: SpokeAdded): void {
  spokeHead(event.params.spoke)
}

/** A struct of numbers, whole or a field of it. */
export function handleTermsSet(event: TermsSet): void {
  const p = event.params
  const family = p.terms[0]
  const market = partOf(p.terms, 2, 6)
  const spoke = partOf(p.terms, 6, 14)
  const venue = partOf(p.terms, 14, 18)
  let name = structName(family)
  if (!venue.isZero()) {
    name = name + venue.toString()
    setVenue(event, market, spoke, venue)
  }
  const change = changeParameter(
    event,
    name,
    market.isZero() ? null : market,
    spoke.isZero() ? null : spoke,
    fieldNames(family),
    p.old,
    p.current,
  )
  explain(change, p.actor, new Cause(event, p.path, p.operation))
}

function explain(change: ParameterChange, actor: Bytes, cause: Cause): void {
  change.actor = actor
  change.path = cause.path
  change.operation = cause.operation
  change.proposal = cause.proposal
  change.step = cause.step
  change.tightening = cause.tightening
  change.save()
}

/** Scenarios run flat: spotMul, volShock, damp of each. */
export function handleScenariosSet(event: ScenariosSet): void {
  let old: BigInt[] = []
  for (let i = 0; i < event.params.old.length; i++) old = old.concat(numbers(event.params.old[i]))
  let current: BigInt[] = []
  const fields: string[] = []
  for (let i = 0; i < event.params.current.length; i++) {
    const n = i.toString()
    fields.push('spotMul' + n)
    fields.push('volShock' + n)
    fields.push('damp' + n)
    current = current.concat(numbers(event.params.current[i]))
  }
  const p = event.params
  const change = changeParameter(event, 'scenarios', p.market, null, fields, old, current)
  explain(change, p.actor, new Cause(event, p.path, p.operation))
}

function setVenue(event: TermsSet, market: BigInt, spoke: BigInt, number: BigInt): void {
  const row = event.params.current
  const venue = new Venue(chainKey(spoke).concat(marketKey(market)).concat(marketKey(number)))
  venue.spoke = spokeHead(spoke).id
  venue.market = marketHead(market).id
  venue.number = number
  venue.adapter = addressKey(row[1])
  venue.pool = addressKey(row[2])
  venue.kind = row[3].toI32()
  venue.status = row[4].toI32()
  venue.clip = wad(row[5])
  venue.updatedAt = event.block.timestamp
  venue.save()
}

export function handleConfigChanged(event: ConfigChanged): void {
  const spoke = spokeHead(event.params.spoke)
  spoke.configVersion = event.params.version
  spoke.configDigest = event.params.digest
  spoke.save()
  const change = new ConfigChange(eventKey(event))
  change.ordinal = ordinalOf(event)
  change.spoke = spoke.id
  change.version = event.params.version
  change.digest = event.params.digest
  change.sent = false
  change.timestamp = event.block.timestamp
  const version = versionHead(event.params.spoke, event.params.version)
  version.digest = event.params.digest
  version.changedAt = event.block.timestamp
  const cause = new Cause(event, event.params.path, event.params.operation)
  change.actor = event.params.actor
  change.path = cause.path
  change.operation = cause.operation
  change.proposal = cause.proposal
  change.step = cause.step
  change.tightening = cause.tightening
  if (cause.proposal !== null) version.proposal = cause.proposal
  if (cause.step !== null) version.step = cause.step
  if (cause.tightening !== null) version.tightening = cause.tightening
  change.save()
  version.save()
}
