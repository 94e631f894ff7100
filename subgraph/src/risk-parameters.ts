import { BigInt } from '@graphprotocol/graph-ts'
import {
  ConfigChanged,
  HedgeBandSet,
  HedgeLimitsSet,
  MandateTermsSet,
  MarketAdded,
  OracleTermsSet,
  ScenariosSet,
  SettlementTermsSet,
  SpokeAdded,
  SpokeTermsSet,
  ThresholdsSet,
  VenueSet,
} from '../generated/RiskParameters/RiskParameters'
import { ConfigChange, Venue } from '../generated/schema'
import { wad } from './decimals'
import { marketHead, spokeHead } from './heads'
import { chainKey, eventKey, marketKey, ordinalOf } from './keys'
import { changeParameter } from './parameters'

const SPOKE_FIELDS = [
  'lease',
  'maxLease',
  'grace',
  'maxEpochJump',
  'reportAge',
  'quoteCap',
  'maxPause',
  'pauseShare',
]

export function handleMarketAdded(event: MarketAdded): void {
  const market = marketHead(event.params.market)
  market.name = event.params.name
  market.baseDecimals = event.params.baseDecimals
  market.quoteDecimals = event.params.quoteDecimals
  market.lot = wad(event.params.lot)
  market.save()
}

export function handleSpokeAdded(event: SpokeAdded): void {
  const t = event.params.terms
  changeParameter(
    event,
    'spokeTerms',
    null,
    event.params.spoke,
    SPOKE_FIELDS,
    [],
    [t.lease, t.maxLease, t.grace, t.maxEpochJump, t.reportAge, t.quoteCap, t.maxPause, t.pauseShare],
  )
}

export function handleSpokeTermsSet(event: SpokeTermsSet): void {
  const o = event.params.old
  const t = event.params.current
  changeParameter(
    event,
    'spokeTerms',
    null,
    event.params.spoke,
    SPOKE_FIELDS,
    [o.lease, o.maxLease, o.grace, o.maxEpochJump, o.reportAge, o.quoteCap, o.maxPause, o.pauseShare],
    [t.lease, t.maxLease, t.grace, t.maxEpochJump, t.reportAge, t.quoteCap, t.maxPause, t.pauseShare],
  )
}

export function handleHedgeBandSet(event: HedgeBandSet): void {
  const o = event.params.old
  const c = event.params.current
  changeParameter(
    event,
    'hedgeBand',
    event.params.market,
    event.params.spoke,
    ['riskAversion', 'costRate', 'fixedCost', 'floor', 'cap', 'capShare'],
    [o.riskAversion, o.costRate, o.fixedCost, o.floor, o.cap, o.capShare],
    [c.riskAversion, c.costRate, c.fixedCost, c.floor, c.cap, c.capShare],
  )
}

export function handleHedgeLimitsSet(event: HedgeLimitsSet): void {
  const o = event.params.old
  const c = event.params.current
  changeParameter(
    event,
    'hedgeLimits',
    event.params.market,
    event.params.spoke,
    [
      'slippage',
      'clip',
      'interval',
      'turnoverCapacity',
      'turnoverRate',
      'costCapacity',
      'costRate',
      'fillCapacity',
      'fillRate',
      'fillDistance',
      'fillFull',
      'pathAllowance',
      'pathRate',
    ],
    [
      o.slippage,
      o.clip,
      o.interval,
      o.turnoverCapacity,
      o.turnoverRate,
      o.costCapacity,
      o.costRate,
      o.fillCapacity,
      o.fillRate,
      o.fillDistance,
      o.fillFull,
      o.pathAllowance,
      o.pathRate,
    ],
    [
      c.slippage,
      c.clip,
      c.interval,
      c.turnoverCapacity,
      c.turnoverRate,
      c.costCapacity,
      c.costRate,
      c.fillCapacity,
      c.fillRate,
      c.fillDistance,
      c.fillFull,
      c.pathAllowance,
      c.pathRate,
    ],
  )
}

export function handleOracleTermsSet(event: OracleTermsSet): void {
  const o = event.params.old
  const c = event.params.current
  changeParameter(
    event,
    'oracleTerms',
    event.params.market,
    null,
    ['tolerance', 'maxPullAge', 'baseHeartbeat', 'quoteHeartbeat', 'sequencerGrace', 'minPrice', 'maxPrice'],
    [o.tolerance, o.maxPullAge, o.baseHeartbeat, o.quoteHeartbeat, o.sequencerGrace, o.minPrice, o.maxPrice],
    [c.tolerance, c.maxPullAge, c.baseHeartbeat, c.quoteHeartbeat, c.sequencerGrace, c.minPrice, c.maxPrice],
  )
}

export function handleSettlementTermsSet(event: SettlementTermsSet): void {
  const o = event.params.old
  const c = event.params.current
  changeParameter(
    event,
    'settlementTerms',
    event.params.market,
    null,
    ['window', 'instants', 'grace'],
    [o.window, BigInt.fromI32(o.instants), o.grace],
    [c.window, BigInt.fromI32(c.instants), c.grace],
  )
}

export function handleThresholdsSet(event: ThresholdsSet): void {
  const o = event.params.old
  const c = event.params.current
  changeParameter(
    event,
    'thresholds',
    event.params.market,
    null,
    [
      'initial',
      'maintenance',
      'emergency',
      'innerRange',
      'volUp',
      'volDown',
      'volFloor',
      'shortCharge',
      'referenceVol',
      'bufferCap',
      'moveRate',
    ],
    [
      o.initial,
      o.maintenance,
      o.emergency,
      o.innerRange,
      o.volUp,
      o.volDown,
      o.volFloor,
      o.shortCharge,
      o.referenceVol,
      o.bufferCap,
      o.moveRate,
    ],
    [
      c.initial,
      c.maintenance,
      c.emergency,
      c.innerRange,
      c.volUp,
      c.volDown,
      c.volFloor,
      c.shortCharge,
      c.referenceVol,
      c.bufferCap,
      c.moveRate,
    ],
  )
}

export function handleMandateTermsSet(event: MandateTermsSet): void {
  const o = event.params.old
  const c = event.params.current
  changeParameter(
    event,
    'mandateTerms',
    event.params.market,
    null,
    ['listCap', 'gap', 'ladderError', 'republishShare', 'gainRate', 'haircutRate', 'debtCap', 'debtRate'],
    [
      BigInt.fromI32(o.listCap),
      o.gap,
      o.ladderError,
      o.republishShare,
      o.gainRate,
      o.haircutRate,
      o.debtCap,
      o.debtRate,
    ],
    [
      BigInt.fromI32(c.listCap),
      c.gap,
      c.ladderError,
      c.republishShare,
      c.gainRate,
      c.haircutRate,
      c.debtCap,
      c.debtRate,
    ],
  )
}

/** Scenarios run flat: spotMul, volShock, damp of each. */
export function handleScenariosSet(event: ScenariosSet): void {
  const old: BigInt[] = []
  for (let i = 0; i < event.params.old.length; i++) {
    old.push(event.params.old[i].spotMul)
    old.push(BigInt.fromI32(event.params.old[i].volShock))
    old.push(event.params.old[i].damp)
  }
  const fields: string[] = []
  const current: BigInt[] = []
  for (let i = 0; i < event.params.current.length; i++) {
    const n = i.toString()
    fields.push('spotMul' + n)
    fields.push('volShock' + n)
    fields.push('damp' + n)
    current.push(event.params.current[i].spotMul)
    current.push(BigInt.fromI32(event.params.current[i].volShock))
    current.push(event.params.current[i].damp)
  }
  changeParameter(event, 'scenarios', event.params.market, null, fields, old, current)
}

export function handleVenueSet(event: VenueSet): void {
  const o = event.params.old
  const c = event.params.current
  const venue = new Venue(
    chainKey(event.params.spoke).concat(marketKey(event.params.market)).concat(marketKey(event.params.venue)),
  )
  venue.spoke = spokeHead(event.params.spoke).id
  venue.market = marketHead(event.params.market).id
  venue.number = event.params.venue
  venue.adapter = c.adapter
  venue.pool = c.pool
  venue.kind = c.kind
  venue.status = c.status
  venue.clip = wad(c.clip)
  venue.updatedAt = event.block.timestamp
  venue.save()
  changeParameter(
    event,
    'venue' + event.params.venue.toString(),
    event.params.market,
    event.params.spoke,
    ['id', 'kind', 'status', 'clip'],
    [o.id, BigInt.fromI32(o.kind), BigInt.fromI32(o.status), o.clip],
    [c.id, BigInt.fromI32(c.kind), BigInt.fromI32(c.status), c.clip],
  )
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
  change.save()
}
