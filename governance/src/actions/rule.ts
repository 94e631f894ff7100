import type { ActionOf } from '../document/schema.ts'
import { read } from '../network/network.ts'
import { type Field, fieldOf } from '../parameter/key.ts'
import { parseDuration } from '../units/duration.ts'
import { parseQuantity } from '../units/quantity.ts'
import { type Call, type Context, callOf } from './call.ts'

type At = <value>(key: string, work: () => value) => value

/** A rule as the contracts have it. */
export type Rule = {
  readonly min: bigint
  readonly max: bigint
  readonly guardianLimit: bigint
  readonly step: bigint
  readonly drift: bigint
  readonly cooldown: number
  readonly window: number
  readonly ramp: number
  readonly relative: boolean
  readonly risk: number
  readonly frozen: boolean
}

/** The rules of a field's whole family, in order. */
export function readRules({ network }: Context, field: Field): Promise<readonly Rule[]> {
  return read<readonly Rule[]>(network.hub, 'ParameterRules', 'rulesOf', [field.family])
}

/** Changes the rule of one field; the others of its family stay as they are now. */
export async function ruleCall(context: Context, action: ActionOf<'set rule'>, at: At): Promise<Call> {
  const field = at('parameter', () => fieldOf(action.parameter))
  const rules = await readRules(context, field)
  const symbols = context.names.markets[0]?.symbols
  const inUnit = (key: 'min' | 'max' | 'guardianLimit') => {
    const text = action[key]
    return text === undefined ? {} : { [key]: at(key, () => parseQuantity(text, field.unit, symbols)) }
  }
  const old = rules[field.field]
  const inStep = (key: 'step' | 'drift') => {
    const text = action[key]
    const unit = old?.relative === true ? 'share' : field.unit
    return text === undefined ? {} : { [key]: at(key, () => parseQuantity(text, unit, symbols)) }
  }
  const inTime = (key: 'cooldown' | 'window' | 'ramp') => {
    const text = action[key]
    return text === undefined ? {} : { [key]: Number(at(key, () => parseDuration(text))) }
  }
  const changed = {
    ...inUnit('min'),
    ...inUnit('max'),
    ...inUnit('guardianLimit'),
    ...inStep('step'),
    ...inStep('drift'),
    ...inTime('cooldown'),
    ...inTime('window'),
    ...inTime('ramp'),
    ...(action.frozen === undefined ? {} : { frozen: action.frozen }),
  }
  const next = rules.map((rule, i) => (i === field.field ? { ...rule, ...changed } : rule))
  const { do: _, parameter, ...given } = action
  const label = `set rule of ${parameter}: ${Object.entries(given)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key} ${String(value)}`)
    .join(', ')}`
  return callOf(context, 'ParameterRules', 'setRules', [field.family, next], label)
}
