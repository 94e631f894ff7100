import { BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'
import { ActorsSet, FieldHeld, RulesSet } from '../generated/ParameterRules/ParameterRules'
import { ParameterChanged } from '../generated/RiskParameters/RiskParameters'
import { FieldChange, GovernedField, ParameterChange, Rule } from '../generated/schema'
import { governance } from './governance'
import { fieldName, partOf } from './governed-names'
import { tighteningOf } from './guardian'
import { marketHead, spokeHead } from './heads'
import { eventKey, indexKey, ordinalOf } from './keys'

const PATHS = ['VOTE', 'STEWARD', 'GUARDIAN']
const RISKS = ['NONE', 'UP', 'DOWN']

function ruleKey(family: i32, field: i32): Bytes {
  return indexKey(family).concat(indexKey(field))
}

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
    head.heldUntil = BigInt.zero()
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
  change.path = PATHS[p.path]
  change.reference = p.operation
  if (change.path == 'STEWARD') change.step = p.operation
  if (change.path == 'GUARDIAN') change.tightening = tighteningOf(event, p.operation)
  change.timestamp = event.block.timestamp
  change.transaction = event.transaction.hash
  change.save()
  nameActor(event, change)
}

/** The struct's own event is the last before this one. */
function nameActor(event: ethereum.Event, change: FieldChange): void {
  const id = event.transaction.hash.concatI32(event.logIndex.toI32() - 1)
  const struct = ParameterChange.loadInBlock(id)
  if (struct == null) return
  struct.actor = change.actor
  struct.path = change.path
  struct.step = change.step
  struct.tightening = change.tightening
  struct.save()
}

export function handleRulesSet(event: RulesSet): void {
  const family = event.params.family
  const rules = event.params.rules
  for (let i = 0; i < rules.length; i++) {
    const rule = new Rule(ruleKey(family, i))
    rule.name = fieldName(family, i)
    rule.min = rules[i].min
    rule.max = rules[i].max
    rule.guardianLimit = rules[i].guardianLimit
    rule.step = rules[i].step
    rule.drift = rules[i].drift
    rule.cooldown = rules[i].cooldown
    rule.window = rules[i].window
    rule.ramp = rules[i].ramp
    rule.relative = rules[i].relative
    rule.risk = RISKS[rules[i].risk]
    rule.frozen = rules[i].frozen
    rule.updatedAt = event.block.timestamp
    rule.save()
  }
}

export function handleFieldHeld(event: FieldHeld): void {
  const head = fieldHead(event.params.key)
  head.heldUntil = event.params.until
  head.save()
}

export function handleActorsSet(event: ActorsSet): void {
  const head = governance()
  head.steward = event.params.steward
  head.guardian = event.params.guardian
  head.save()
}
