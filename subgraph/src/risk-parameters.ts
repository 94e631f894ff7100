import { BigInt, ethereum } from '@graphprotocol/graph-ts'
import {
  ConfigChanged,
  ExitTermsSet,
  HedgeBandSet,
  HedgeLimitsSet,
  LiquiditySet,
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
import { ConfigChange, ParameterChange, Venue } from '../generated/schema'
import { versionHead } from './config-versions'
import { wad } from './decimals'
import { marketHead, spokeHead } from './heads'
import { chainKey, eventKey, marketKey, ordinalOf } from './keys'
import { changeParameter } from './parameters'

export { handleParameterChanged } from './governed-fields'

const SPOKE_FIELDS = [
  'lease',
  'maxLease',
  'grace',
  'maxEpochJump',
  'reportAge',
  'quoteCap',
  'maxPause',
  'pauseShare',
  'bridgeFee',
]
const EXIT_FIELDS = ['routeTime', 'withdrawalWindow']
const BAND_FIELDS = ['riskAversion', 'costRate', 'fixedCost', 'floor', 'cap', 'capShare']
const LIMIT_FIELDS = [
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
]
const LIQUIDITY_FIELDS = ['depth', 'dailyVolume', 'dailyImpact', 'bookGamma']
const ORACLE_FIELDS = [
  'tolerance',
  'maxPullAge',
  'baseHeartbeat',
  'quoteHeartbeat',
  'sequencerGrace',
  'minPrice',
  'maxPrice',
]
const SETTLEMENT_FIELDS = ['window', 'instants', 'grace']
const THRESHOLD_FIELDS = [
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
]
const MANDATE_FIELDS = [
  'listCap',
  'gap',
  'ladderError',
  'republishShare',
  'gainRate',
  'haircutRate',
  'debtCap',
  'debtRate',
]

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

export function handleSpokeTermsSet(event: SpokeTermsSet): void {
  const p = event.params
  changeParameter(event, 'spokeTerms', null, p.spoke, SPOKE_FIELDS, numbers(p.old), numbers(p.current))
}

export function handleExitTermsSet(event: ExitTermsSet): void {
  const p = event.params
  changeParameter(event, 'exitTerms', null, p.spoke, EXIT_FIELDS, numbers(p.old), numbers(p.current))
}

export function handleHedgeBandSet(event: HedgeBandSet): void {
  const p = event.params
  changeParameter(event, 'hedgeBand', p.market, p.spoke, BAND_FIELDS, numbers(p.old), numbers(p.current))
}

export function handleHedgeLimitsSet(event: HedgeLimitsSet): void {
  const p = event.params
  changeParameter(event, 'hedgeLimits', p.market, p.spoke, LIMIT_FIELDS, numbers(p.old), numbers(p.current))
}

export function handleLiquiditySet(event: LiquiditySet): void {
  const p = event.params
  changeParameter(event, 'liquidity', p.market, p.spoke, LIQUIDITY_FIELDS, numbers(p.old), numbers(p.current))
}

export function handleOracleTermsSet(event: OracleTermsSet): void {
  const p = event.params
  changeParameter(event, 'oracleTerms', p.market, null, ORACLE_FIELDS, numbers(p.old), numbers(p.current))
}

export function handleSettlementTermsSet(event: SettlementTermsSet): void {
  const p = event.params
  changeParameter(
    event,
    'settlementTerms',
    p.market,
    null,
    SETTLEMENT_FIELDS,
    numbers(p.old),
    numbers(p.current),
  )
}

export function handleThresholdsSet(event: ThresholdsSet): void {
  const p = event.params
  changeParameter(event, 'thresholds', p.market, null, THRESHOLD_FIELDS, numbers(p.old), numbers(p.current))
}

export function handleMandateTermsSet(event: MandateTermsSet): void {
  const p = event.params
  changeParameter(event, 'mandateTerms', p.market, null, MANDATE_FIELDS, numbers(p.old), numbers(p.current))
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
  const version = versionHead(event.params.spoke, event.params.version)
  version.digest = event.params.digest
  version.changedAt = event.block.timestamp
  const cause = structBefore(event)
  if (cause != null) {
    change.step = cause.step
    change.tightening = cause.tightening
    if (cause.step !== null) version.step = cause.step
    if (cause.tightening !== null) version.tightening = cause.tightening
  }
  change.save()
  version.save()
}

/** A batch changes its structs, and then tells of each spoke's new version: the last struct before it is of the same batch. */
function structBefore(event: ethereum.Event): ParameterChange | null {
  for (let at = event.logIndex.toI32() - 1; at >= 0; at--) {
    const struct = ParameterChange.loadInBlock(event.transaction.hash.concatI32(at))
    if (struct != null) return struct
  }
  return null
}
