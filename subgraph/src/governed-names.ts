import { BigInt, Bytes } from '@graphprotocol/graph-ts'

/** Families and their fields in the order of contracts/types/Parameter.sol; a test compares them with parameters.json. */
const FAMILIES = [
  'hedgeBand: riskAversion costRate fixedCost floor cap capShare',
  'hedgeLimits: slippage clip interval turnoverCapacity turnoverRate costCapacity costRate fillCapacity fillRate fillDistance fillFull pathAllowance pathRate',
  'oracle: tolerance maxPullAge baseHeartbeat quoteHeartbeat sequencerGrace minPrice maxPrice',
  'settlement: window instants grace',
  'spokeTerms: lease maxLease grace maxEpochJump reportAge quoteCap maxPause pauseShare bridgeFee',
  'thresholds: initial maintenance emergency innerRange volUp volDown volFloor shortCharge referenceVol bufferCap moveRate',
  'mandate: listCap gap ladderError republishShare gainRate haircutRate debtCap debtRate',
  'venue: id adapter pool kind status clip',
  'liquidity: depth dailyVolume dailyImpact bookGamma',
  'exit: routeTime withdrawalWindow',
  'gamma: depth maxRatio',
  'surface: maxAge minInterval maxStep minVol maxVol width',
]

/** What the structs are called in the history of parameters; a venue's name has its number behind it. */
const STRUCTS = [
  'hedgeBand',
  'hedgeLimits',
  'oracleTerms',
  'settlementTerms',
  'spokeTerms',
  'thresholds',
  'mandateTerms',
  'venue',
  'liquidity',
  'exitTerms',
  'gammaTerms',
  'surfaceTerms',
]

export function structName(family: i32): string {
  return family < STRUCTS.length ? STRUCTS[family] : family.toString()
}

export function fieldNames(family: i32): string[] {
  return family < FAMILIES.length ? FAMILIES[family].split(': ')[1].split(' ') : []
}

/** Name of a field; its numbers where this table does not know it. */
export function fieldName(family: i32, field: i32): string {
  if (family < FAMILIES.length) {
    const parts = FAMILIES[family].split(': ')
    const fields = parts[1].split(' ')
    if (field < fields.length) return parts[0] + '.' + fields[field]
  }
  return family.toString() + '.' + field.toString()
}

/** Bytes of a key as a number. */
export function partOf(key: Bytes, from: i32, to: i32): BigInt {
  const little = new Bytes(to - from)
  for (let i = from; i < to; i++) little[to - 1 - i] = key[i]
  return BigInt.fromUnsignedBytes(little)
}
