import type { Context } from '../actions/call.ts'
import { type Rule, readRules } from '../actions/rule.ts'
import { type Field, fieldsNamed, keyOf } from '../parameter/key.ts'
import { placesOf } from '../parameter/places.ts'
import { readSetValue, readValue } from '../parameter/values.ts'
import { formatQuantity, type Symbols } from '../units/quantity.ts'

export type Parameter = {
  readonly name: string
  readonly market?: string
  readonly spoke?: string
  readonly venue?: number
  readonly value: string
  /** What it is on its way to. */
  readonly target?: string
  readonly min: string
  readonly max: string
  /** What the steward may move it by, and how often; none where it is not the steward's. */
  readonly step?: string
  readonly risk: 'none' | 'up' | 'down'
  readonly key: string
}

const DIRECTIONS = ['none', 'up', 'down'] as const

/** Every governed number there is, with its bounds; `filter` takes those whose name begins with it. */
export async function readParameters(context: Context, filter = ''): Promise<readonly Parameter[]> {
  const fields = fieldsNamed(filter)
  const rows = await Promise.all(fields.map((field) => rowsOf(context, field)))
  return rows.flat()
}

async function rowsOf(context: Context, field: Field): Promise<readonly Parameter[]> {
  const [rules, places] = await Promise.all([readRules(context, field), placesOf(context, field)])
  const rule = rules[field.field]
  if (rule === undefined) return []
  return Promise.all(
    places.map(async ({ place, symbols, ...where }) => {
      const value = (await readValue(context.network, field, place)) ?? 0n
      const target = rule.ramp === 0 ? value : await readSetValue(context.network, field, place)
      return {
        ...where,
        ...describe(field, rule, value, symbols),
        ...(target === undefined || target === value
          ? {}
          : { target: formatQuantity(target, field.unit, symbols) }),
        key: keyOf(field, place),
      }
    }),
  )
}

function describe(field: Field, rule: Rule, value: bigint, symbols: Symbols | undefined) {
  const shown = (amount: bigint): string => formatQuantity(amount, field.unit, symbols)
  const step = rule.relative ? formatQuantity(rule.step, 'share') : shown(rule.step)
  return {
    name: `${field.familyName}.${field.name}`,
    value: shown(value),
    min: shown(rule.min),
    max: shown(rule.max),
    ...(rule.step === 0n
      ? {}
      : { step: `${step} every ${formatQuantity(BigInt(rule.cooldown), 'seconds')}` }),
    risk: DIRECTIONS[rule.risk] ?? 'none',
  }
}
