import { BigInt, Bytes } from '@graphprotocol/graph-ts'
import { ActorsSet, HoldsChanged } from '../generated/ParameterRules/ParameterRules'
import { ParameterChanged } from '../generated/RiskParameters/RiskParameters'
import { FieldChange, GovernedField } from '../generated/schema'
import { Cause } from './cause'
import { governance } from './governance'
import { fieldName, partOf } from './governed-names'
import { marketHead, spokeHead } from './heads'
import { eventKey, ordinalOf } from './keys'
import { passRole } from './roles'
import { ruleKey } from './rules'

export { handleRulesSet } from './rules'

export function fieldHead(key: Bytes): GovernedField {
  let head = GovernedField.load(key)
  if (head == null) {
    head = new GovernedField(key)
    head.name = fieldName(key[0], key[1])
    head.rule = ruleKey(key[0], key[1])
    const market = partOf(key, 2, 6)
    const spoke = partOf(key, 6, 14)
    const venue = partOf(key, 14, 18)
    if (!market.isZero()) head.market = marketHead(market).id
    if (!spoke.isZero()) head.spoke = spokeHead(spoke).id
    if (!venue.isZero()) head.venue = venue
    head.holds = 0
  }
  return head
}

export function handleParameterChanged(event: ParameterChanged): void {
  const p = event.params
  const head = fieldHead(p.key)
  head.value = p.value
  head.updatedAt = event.block.timestamp
  head.save()

  const change = new FieldChange(eventKey(event))
  change.ordinal = ordinalOf(event)
  change.field = head.id
  change.name = head.name
  change.old = p.old
  change.current = p.value
  change.actor = p.actor
  change.reference = p.operation
  const cause = new Cause(event, p.path, p.operation)
  change.path = cause.path
  change.operation = cause.operation
  change.proposal = cause.proposal
  change.step = cause.step
  change.tightening = cause.tightening
  change.timestamp = event.block.timestamp
  change.transaction = event.transaction.hash
  change.save()
}

export function handleHoldsChanged(event: HoldsChanged): void {
  const head = fieldHead(event.params.key)
  head.holds = event.params.holds.toI32()
  head.save()
}

export function handleActorsSet(event: ActorsSet): void {
  const head = governance()
  head.steward = event.params.steward
  head.guardian = event.params.guardian
  head.save()
  passRole(event, 0, 'STEWARD', event.params.steward)
  passRole(event, 1, 'GUARDIAN', event.params.guardian)
}
