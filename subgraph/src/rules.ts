import { BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'
import { RulesSet, RulesSetRulesStruct } from '../generated/ParameterRules/ParameterRules'
import { Rule, RuleChange, TimelockOperation } from '../generated/schema'
import { fieldName } from './governed-names'
import { eventKey, indexKey, ordinalOf } from './keys'

const RISKS = ['NONE', 'UP', 'DOWN']
/** Fields of a rule, in the order of a history's values; risk by its number, of true and false 1 and 0. */
const FIELDS = [
  'min',
  'max',
  'guardianLimit',
  'step',
  'drift',
  'cooldown',
  'window',
  'ramp',
  'relative',
  'risk',
  'frozen',
]

export function ruleKey(family: i32, field: i32): Bytes {
  return indexKey(family).concat(indexKey(field))
}

/** Tells the rules of a family whole, whichever of them are others now. */
export function handleRulesSet(event: RulesSet): void {
  const family = event.params.family
  const rules = event.params.rules
  let changes = 0
  for (let i = 0; i < rules.length; i++) {
    const id = ruleKey(family, i)
    const current = valuesOf(rules[i])
    let old: BigInt[] = []
    let rule = Rule.load(id)
    if (rule == null) {
      rule = new Rule(id)
      rule.name = fieldName(family, i)
    } else {
      old = rule.values
      if (same(old, current)) continue
    }
    write(rule, rules[i], current, event.block.timestamp)
    record(event, changes++, rule, old)
  }
}

function write(rule: Rule, set: RulesSetRulesStruct, values: BigInt[], time: BigInt): void {
  rule.min = set.min
  rule.max = set.max
  rule.guardianLimit = set.guardianLimit
  rule.step = set.step
  rule.drift = set.drift
  rule.cooldown = set.cooldown
  rule.window = set.window
  rule.ramp = set.ramp
  rule.relative = set.relative
  rule.risk = RISKS[set.risk]
  rule.frozen = set.frozen
  rule.values = values
  rule.updatedAt = time
  rule.save()
}

function record(event: ethereum.Event, index: i32, rule: Rule, old: BigInt[]): void {
  const change = new RuleChange(eventKey(event).concatI32(index))
  change.ordinal = ordinalOf(event)
  change.rule = rule.id
  change.name = rule.name
  change.fields = FIELDS
  change.old = old
  change.current = rule.values
  change.timestamp = event.block.timestamp
  change.transaction = event.transaction.hash
  change.save()
}

/** Names the operation, and the proposal behind it, at changes of rules that an event of its call has made. */
export function attributeRules(id: Bytes, operation: TimelockOperation): void {
  for (let i = 0; ; i++) {
    const change = RuleChange.loadInBlock(id.concatI32(i))
    if (change == null || change.operation !== null) return
    change.operation = operation.id
    change.proposal = operation.proposal
    change.save()
  }
}

function valuesOf(rule: RulesSetRulesStruct): BigInt[] {
  return [
    rule.min,
    rule.max,
    rule.guardianLimit,
    rule.step,
    rule.drift,
    rule.cooldown,
    rule.window,
    rule.ramp,
    BigInt.fromI32(rule.relative ? 1 : 0),
    BigInt.fromI32(rule.risk),
    BigInt.fromI32(rule.frozen ? 1 : 0),
  ]
}

function same(a: BigInt[], b: BigInt[]): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] != b[i]) return false
  return true
}
