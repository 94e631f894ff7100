import type { ChainChange } from '../change/on-chain.ts'
import type { At } from '../document/place.ts'
import type { ActionOf } from '../document/schema.ts'
import { type Field, fieldOf, keyOf } from '../parameter/key.ts'
import { ValueError } from '../problem.ts'
import { formatQuantity, parseQuantity } from '../units/quantity.ts'
import { type Call, type Context, callOf, type FieldChange } from './call.ts'

/** Resolves the names and units of a `set`. Each reader names the key of the file that it reads. */
export function readSet({ names }: Context, action: ActionOf<'set'>, at: At): FieldChange {
  const field = at('parameter', () => fieldOf(action.parameter))
  for (const part of ['market', 'spoke', 'venue'] as const) {
    at(part, () => requirePlace(field, part, action[part]))
  }
  const market = field.scope.includes('market')
    ? at('market', () => names.marketOf(action.market ?? ''))
    : undefined
  const site = field.scope.includes('spoke') ? at('spoke', () => names.siteOf(action.spoke ?? '')) : undefined
  // A spoke's quote is that of every market there is, and they share one token.
  const symbols = market?.symbols ?? names.markets[0]?.symbols
  const quantity = (text: string): bigint => parseQuantity(text, field.unit, symbols)
  const from = at('from', () => quantity(action.from))
  const to = at('to', () => quantity(action.to))
  const { tolerance } = action
  const where = [
    market?.name,
    site?.deployment.name,
    action.venue === undefined ? undefined : `venue ${action.venue}`,
  ]
  return {
    field,
    place: {
      ...(market === undefined ? {} : { market: market.id }),
      ...(site === undefined ? {} : { spoke: site.deployment.chainId }),
      ...(field.scope.includes('venue') && action.venue !== undefined ? { venue: action.venue } : {}),
    },
    label: `${field.familyName}.${field.name} of ${where.filter((part) => part !== undefined).join(', ')}: ${formatQuantity(from, field.unit, symbols)} -> ${formatQuantity(to, field.unit, symbols)}`,
    ...(symbols === undefined ? {} : { symbols }),
    from,
    to,
    tolerance: tolerance === undefined ? 0n : at('tolerance', () => quantity(tolerance)),
  }
}

/** A change as the contracts take it. */
export function chainChange({ field, place, from, to, tolerance }: FieldChange): ChainChange {
  return { key: keyOf(field, place), value: to, expected: from, tolerance }
}

/** One batch of changes: rules between fields are checked on its result, and each spoke gets one new version. */
export function changeCall(context: Context, changes: readonly FieldChange[]): Call {
  const zero = `0x${'00'.repeat(32)}`
  const label = changes.map((change) => `set ${change.label}`).join('; ')
  return { ...callOf(context, 'RiskParameters', 'change', [changes.map(chainChange), zero], label), changes }
}

/** A place too many is a misunderstanding: whoever names a spoke expects that the others stay as they are. */
function requirePlace(
  { scope }: Field,
  part: Field['scope'][number],
  given: string | number | undefined,
): void {
  if (scope.includes(part) === (given !== undefined)) return
  throw new ValueError(
    given === undefined
      ? `the parameter is one of a ${part}: name it`
      : `the parameter is one of a ${scope.join(' and ')}, not of a ${part}`,
  )
}
