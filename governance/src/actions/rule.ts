import type { At } from '../document/place.ts'
import type { ActionOf } from '../document/schema.ts'
import { read } from '../network/network.ts'
import { type Field, fieldOf, keyOf } from '../parameter/key.ts'
import { placeText } from '../parameter/place-of-key.ts'
import { placesOf } from '../parameter/places.ts'
import { readValue } from '../parameter/values.ts'
import { type Problem, ValueError } from '../problem.ts'
import { parseDuration } from '../units/duration.ts'
import { formatQuantity, parseQuantity } from '../units/quantity.ts'
import { type Call, type Context, callOf, type FieldChange } from './call.ts'

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

/** What a file may say of a rule. */
const PARTS = [
  'min',
  'max',
  'guardianLimit',
  'step',
  'drift',
  'cooldown',
  'window',
  'ramp',
  'frozen',
] as const

/** The rules of a field's whole family, in order. */
export function readRules({ network }: Context, field: Field): Promise<readonly Rule[]> {
  return read<readonly Rule[]>(network.hub, 'ParameterRules', 'rulesOf', [field.family])
}

/**
 * What stands against new bounds: a value that would lie outside of them, after the changes that the proposal makes before.
 * ParameterRules itself would take them.
 */
export async function ruleProblems(
  context: Context,
  { parameter, min, max }: ActionOf<'set rule'>,
  before: readonly FieldChange[],
  at: (key: string, message: string) => Problem,
): Promise<readonly Problem[]> {
  if (min === undefined && max === undefined) return []
  const field = fieldOf(parameter)
  const places = await placesOf(context, field)
  const found = await Promise.all(
    places.map(async ({ place, symbols, ...where }): Promise<readonly Problem[]> => {
      const key = keyOf(field, place)
      const changed = before.findLast((change) => keyOf(change.field, change.place) === key)
      const value = changed?.to ?? (await readValue(context.network, field, place)) ?? 0n
      const bound = (text: string) => parseQuantity(text, field.unit, symbols)
      const outside = [
        ...(min !== undefined && value < bound(min) ? ['min'] : []),
        ...(max !== undefined && value > bound(max) ? ['max'] : []),
      ]
      const now = `${placeText(where)} has ${formatQuantity(value, field.unit, symbols)}`
      return outside.map((name) =>
        at(name, `${now}, beyond it: set that first, in an action before this one`),
      )
    }),
  )
  return found.flat()
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
  if (Object.keys(changed).length === 0) {
    at('parameter', () => {
      throw new ValueError(`nothing of its rule is named: give ${PARTS.join(', ')}`)
    })
  }
  const next = rules.map((rule, i) => (i === field.field ? { ...rule, ...changed } : rule))
  const { do: _, parameter, ...given } = action
  const label = `set rule of ${parameter}: ${Object.entries(given)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key} ${String(value)}`)
    .join(', ')}`
  return callOf(context, 'ParameterRules', 'setRules', [field.family, next], label)
}
