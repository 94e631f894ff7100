import type { Context, FieldChange } from '../actions/call.ts'
import { type CheckedChange, withRule } from '../check.ts'
import type { Waiting } from '../lifecycle/waiting.ts'
import { read } from '../network/network.ts'
import { keyOf } from '../parameter/key.ts'
import { holdersOf } from './holders.ts'

/** What a field has seen of steward and guardian; times in seconds. */
export type Track = {
  readonly changedAt: bigint
  readonly windowStart: bigint
  readonly holds: bigint
  readonly drift: bigint
  readonly tightenedAt: bigint
}

/** A change with all that its field's rule looks at. */
export type Standing = CheckedChange & {
  readonly track: Track
  /** Queued proposals that name the field. */
  readonly holders: readonly Waiting[]
}

export async function standingOf(context: Context, change: FieldChange): Promise<Standing> {
  const key = keyOf(change.field, change.place)
  const [checked, track] = await Promise.all([
    withRule(context, change),
    read<Readonly<Record<keyof Track, bigint | number>>>(context.network.hub, 'ParameterRules', 'trackOf', [
      key,
    ]),
  ])
  return {
    ...checked,
    holders: BigInt(track.holds) === 0n ? [] : await holdersOf(context, key),
    track: {
      changedAt: BigInt(track.changedAt),
      windowStart: BigInt(track.windowStart),
      holds: BigInt(track.holds),
      drift: BigInt(track.drift),
      tightenedAt: BigInt(track.tightenedAt),
    },
  }
}
