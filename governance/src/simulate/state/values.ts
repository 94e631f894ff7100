import type { Context } from '../../actions/call.ts'
import { type Rule, readRules } from '../../actions/rule.ts'
import { read } from '../../network/network.ts'
import { FIELDS, type Field, keyOf } from '../../parameter/key.ts'
import { placesOf, type Where } from '../../parameter/places.ts'
import { readValue } from '../../parameter/values.ts'
import { formatDuration } from '../../units/duration.ts'
import { formatQuantity } from '../../units/quantity.ts'
import type { ChangedValues } from './events.ts'

/** A governed number, with what limits it. */
export type Governed = {
  readonly field: Field
  readonly where: Where
  readonly rule: Rule
  readonly value: bigint
}

/** A governed number that the proposal moves, for people. */
export type MovedValue = {
  readonly name: string
  readonly market?: string
  readonly spoke?: string
  readonly venue?: number
  /** None where the proposal brings it into being, or ends it. */
  readonly old?: string
  readonly value?: string
  readonly min: string
  readonly max: string
  /** How far the new value is from each bound, as a share of the way between them. */
  readonly fromMin?: string
  readonly fromMax?: string
  readonly risk: 'none' | 'up' | 'down'
  /** How many steps of the steward the move is, where it is the steward's. */
  readonly steps?: string
  /** What steward and guardian have used of the drift of the window, and of how much. */
  readonly drift?: string
  /** The time over which it takes effect. */
  readonly ramp?: string
  readonly raw: { readonly old?: bigint; readonly value?: bigint }
}

const DIRECTIONS = ['none', 'up', 'down'] as const
const WAD = 10n ** 18n

/** Every governed number there is, by its key. */
export async function readGoverned(context: Context): Promise<ReadonlyMap<string, Governed>> {
  const all = await Promise.all(FIELDS.map((field) => ofField(context, field)))
  return new Map(all.flat())
}

async function ofField(context: Context, field: Field): Promise<readonly (readonly [string, Governed])[]> {
  const [rules, places] = await Promise.all([readRules(context, field), placesOf(context, field)])
  const rule = rules[field.field]
  if (rule === undefined) return []
  const found = await Promise.all(
    places.map(async (where) => {
      const value = await readValue(context.network, field, where.place)
      return value === undefined ? [] : [[keyOf(field, where.place), { field, where, rule, value }] as const]
    }),
  )
  return found.flat()
}

/**
 * What differs between two readings, or was set to something else between them: a value on its way for days begins where it was,
 * and one that was on its way before is none of this proposal's.
 */
export async function movedValues(
  context: Context,
  before: ReadonlyMap<string, Governed>,
  after: ReadonlyMap<string, Governed>,
  set: ChangedValues,
): Promise<readonly MovedValue[]> {
  const rows = [...new Set([...before.keys(), ...after.keys()])].toSorted().map((key) => {
    const [old, value] = [before.get(key), after.get(key)]
    const changed = set.get(key)
    if (changed === undefined)
      return { key, old, value, moves: old?.value !== value?.value && !isRamped(value) }
    return {
      key,
      old: old && { ...old, value: changed.old },
      value: value && { ...value, value: changed.value },
      moves: changed.old !== changed.value,
    }
  })
  const moved = rows.filter(({ moves }) => moves)
  return Promise.all(moved.map(({ key, old, value }) => describe(context, key, old, value)))
}

function isRamped(governed: Governed | undefined): boolean {
  return governed !== undefined && governed.rule.ramp > 0
}

async function describe(
  { network }: Context,
  key: string,
  before: Governed | undefined,
  after: Governed | undefined,
): Promise<MovedValue> {
  const either = after ?? before
  if (either === undefined) throw new Error(`nobody has read ${key}`)
  const { field, where, rule } = either
  const { place: _, symbols, ...names } = where
  const shown = (amount: bigint): string => formatQuantity(amount, field.unit, symbols)
  const [old, value] = [before?.value, after?.value]
  const track = await read<{ readonly drift: bigint; readonly windowStart: number }>(
    network.hub,
    'ParameterRules',
    'trackOf',
    [key],
  )
  return {
    name: `${field.familyName}.${field.name}`,
    ...names,
    ...(old === undefined ? {} : { old: shown(old) }),
    ...(value === undefined ? {} : { value: shown(value), ...distances(value, rule, field) }),
    min: shown(rule.min),
    max: shown(rule.max),
    risk: DIRECTIONS[rule.risk] ?? 'none',
    ...(rule.step === 0n || old === undefined || value === undefined
      ? {}
      : { steps: stepsOf(old, value, rule), drift: driftOf(track.drift, rule, shown) }),
    ...(rule.ramp === 0 ? {} : { ramp: formatDuration(BigInt(rule.ramp)) }),
    raw: { ...(old === undefined ? {} : { old }), ...(value === undefined ? {} : { value }) },
  }
}

/** Names and states have no distance. */
const UNMEASURED = new Set(['address', 'status', 'kind', 'count'])

function distances(
  value: bigint,
  { min, max }: Rule,
  { unit }: Field,
): Partial<Pick<MovedValue, 'fromMin' | 'fromMax'>> {
  if (max <= min || UNMEASURED.has(unit)) return {}
  const share = (part: bigint): string => `${Number((part * 100_000n) / (max - min)) / 1_000} %`
  return { fromMin: share(value - min), fromMax: share(max - value) }
}

/** A relative step is a share of the value it starts from. */
function stepsOf(old: bigint, value: bigint, { step, relative }: Rule): string {
  const moved = value > old ? value - old : old - value
  const unit = relative ? (old * step) / WAD : step
  return unit === 0n ? 'none is long enough' : String(Number((moved * 100n) / unit) / 100)
}

function driftOf(drift: bigint, rule: Rule, shown: (amount: bigint) => string): string {
  const inUnit = (amount: bigint): string => (rule.relative ? formatQuantity(amount, 'share') : shown(amount))
  return `${inUnit(drift)} of ${inUnit(rule.drift)} in ${formatDuration(BigInt(rule.window))}`
}
