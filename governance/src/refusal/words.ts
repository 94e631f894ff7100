import { type Hex, isHex } from 'viem'
import type { Context } from '../actions/call.ts'
import { readRules } from '../actions/rule.ts'
import { STOPS } from '../guardian/stop.ts'
import { nameKey, placeText } from '../parameter/place-of-key.ts'
import { formatDuration } from '../units/duration.ts'
import { formatQuantity } from '../units/quantity.ts'
import { formatTime } from '../units/time.ts'
import { GOVERNOR_WORDS } from './governor.ts'
import { PARAMETER_WORDS } from './parameters.ts'
import { refusalOf, revertOf } from './refusal.ts'

/** States of IRiskSteward, in its order. */
export const STEP_STATES = ['unknown', 'waiting', 'ready', 'expired', 'executed', 'vetoed'] as const

/** Words for what the rules of governed numbers, the steward, the guardian or the Governor refuse: the number, its value, its bound. */
export function explainFor(context: Context): (error: unknown) => Promise<string> {
  return async (error) => {
    const revert = revertOf(error)
    if (revert === undefined) return refusalOf(error)
    const { name, args } = revert
    return (await ofField(context, name, args)) ?? ACTS[name]?.(args as never) ?? refusalOf(error)
  }
}

const seconds = (value: bigint | number): string => formatDuration(BigInt(value))
const time = (value: bigint): string => formatTime(value)

const ACTS: Readonly<Record<string, (args: never) => string>> = {
  ...GOVERNOR_WORDS,
  ...PARAMETER_WORDS,
  NotOverdue: ([, from]: readonly [Hex, bigint]) => `is early: anyone may cancel it from ${time(from)}`,
  AccessManagedUnauthorized: () => 'is not allowed: the account does not hold the role',
  BadLength: ([length, max]: readonly [bigint, bigint]) => `has ${length} changes; a step has 1 to ${max}`,
  IdTaken: ([id]: readonly [Hex]) => `was proposed before as ${id}: another salt makes another step`,
  TooEarly: ([id, , from]: readonly [Hex, bigint, bigint]) =>
    `is early: step ${id} waits until ${time(from)}`,
  NotOpen: ([id, state]: readonly [Hex, number]) =>
    `cannot be: step ${id} is ${STEP_STATES[state] ?? String(state)}`,
  StopEmpty: () => 'stops nothing: name a kind and a duration',
  StopTooLong: ([asked, longest]: readonly [bigint, bigint]) =>
    `asks for ${seconds(asked)}: a stop lasts ${seconds(longest)} at most`,
  StopTooSoon: ([, from]: readonly [bigint, bigint]) => `is early: the next stop may begin at ${time(from)}`,
  StopShareSpent: ([used, share]: readonly [bigint, bigint]) =>
    `would make ${seconds(used)} of stops in 30 days: the share is ${seconds(share)}`,
  NotStopped: () => 'ends nothing: no stop is in force',
  Stopped: ([what, until]: readonly [number, bigint]) =>
    `is stopped by the guardian (${STOPS[what] ?? what}) until ${time(until)}`,
}

/** Errors of ParameterRules and RiskParameters begin with the key of the field. */
async function ofField(
  context: Context,
  error: string,
  [key, ...values]: readonly unknown[],
): Promise<string | undefined> {
  if (!isHex(key) || key.length !== 66) return undefined
  const { field, name, where, shown } = nameKey(context, key)
  if (field === undefined) return undefined
  const [a = 0n, b = 0n, c = 0n] = values as bigint[]
  const rule = (await readRules(context, field))[field.field]
  const sized = (size: bigint): string =>
    rule?.relative === true ? formatQuantity(size, 'share') : shown(size)
  const subject = `would change ${name} of ${placeText(where)}`
  switch (error) {
    case 'OutOfBounds':
      return `${subject} to ${shown(a)}: its bounds are ${shown(b)} to ${shown(c)}`
    case 'Frozen':
      return `${subject}: it is frozen until a vote sets its rule`
    case 'Held':
      return `${subject}: ${a === 1n ? 'a queued proposal names' : `${a} queued proposals name`} it; what is queued goes first`
    case 'TooSoon':
      return `${subject} too soon: it may move again at ${time(b)}`
    case 'StepTooLarge':
      return b === 0n
        ? `${subject}: it is not the steward's`
        : `${subject} by ${sized(a)}: the steward moves it by ${sized(b)} at most`
    case 'DriftSpent':
      return `${subject}: ${sized(a)} of steps in one window, and ${sized(b)} are allowed`
    case 'NotGuardians':
      return rule?.risk === 0
        ? `${subject}: neither way is safe, so the guardian does not move it`
        : `${subject} to ${shown(a)}: the guardian moves it ${rule?.risk === 1 ? 'down' : 'up'}, to ${shown(b)} at most`
    case 'ValueMoved':
      return `${subject} from ${shown(b)}: it is ${shown(a)} now, further off than the tolerance of ${shown(c)}`
    default:
      return undefined
  }
}
