import { StepExecuted, StepProposed, StepVetoed, TermsSet } from '../generated/RiskSteward/RiskSteward'
import { StepChange, StewardStep } from '../generated/schema'
import { governance } from './governance'
import { fieldHead } from './governed-fields'
import { indexKey, ordinalOf } from './keys'
import { changeParameter } from './parameters'

export function handleStewardTermsSet(event: TermsSet): void {
  const o = event.params.old
  const c = event.params.current
  changeParameter(event, 'stewardTerms', null, null, ['delay', 'life'], [o.delay, o.life], [c.delay, c.life])
}

export function handleStepProposed(event: StepProposed): void {
  const p = event.params
  const head = governance()
  head.steps += 1
  head.save()

  const step = new StewardStep(p.id)
  step.ordinal = ordinalOf(event)
  step.number = head.steps
  step.proposer = p.proposer
  step.salt = p.salt
  step.proposedAt = event.block.timestamp
  step.readyAt = p.readyAt
  step.expiresAt = p.expiresAt
  step.transaction = event.transaction.hash
  step.save()

  for (let i = 0; i < p.changes.length; i++) {
    const field = fieldHead(p.changes[i].key)
    field.save()
    const change = new StepChange(p.id.concat(indexKey(i)))
    change.step = step.id
    change.index = i
    change.field = field.id
    change.value = p.changes[i].value
    change.expected = p.changes[i].expected
    change.tolerance = p.changes[i].tolerance
    change.save()
  }
}

export function handleStepExecuted(event: StepExecuted): void {
  const step = StewardStep.load(event.params.id)!
  step.executedAt = event.block.timestamp
  step.executor = event.params.executor
  step.save()
}

export function handleStepVetoed(event: StepVetoed): void {
  const step = StewardStep.load(event.params.id)!
  step.vetoedAt = event.block.timestamp
  step.vetoedBy = event.params.by
  step.save()
}
