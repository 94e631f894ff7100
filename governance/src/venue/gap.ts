import type { Address } from 'viem'

/** A venue as contracts/types/Config.sol has it. */
export type Venue = {
  readonly id: number
  readonly adapter: Address
  readonly pool: Address
  readonly kind: number
  readonly status: number
  readonly clip: bigint
}

/** Venues that trade less at once, and others that may trade more only after the wait on their spoke. */
export type Gap = {
  readonly stops: readonly number[]
  readonly waits: readonly number[]
  /** What one hedge may trade in all venues together, base units with 18 decimals. */
  readonly clips: { readonly before: bigint; readonly meanwhile: bigint; readonly after: bigint }
}

/** VenueStatus.ACTIVE of contracts/types/Config.sol. */
const ACTIVE = 1

/**
 * What a spoke does without while a config waits in its timelock: each venue trades meanwhile as much as both configs let it, as
 * contracts/spoke/Tighter.sol has it. Nothing where that is no less than before or after.
 */
export function gapBetween(before: readonly Venue[], after: readonly Venue[]): Gap | undefined {
  const meanwhile = new Map(after.map((venue) => [venue.id, least(venue, before)]))
  const clips = {
    before: sum(before.map(clipOf)),
    meanwhile: sum([...meanwhile.values()]),
    after: sum(after.map(clipOf)),
  }
  if (clips.meanwhile >= clips.before || clips.meanwhile >= clips.after) return undefined
  return {
    stops: before.filter((venue) => (meanwhile.get(venue.id) ?? 0n) < clipOf(venue)).map(({ id }) => id),
    waits: after.filter((venue) => (meanwhile.get(venue.id) ?? 0n) < clipOf(venue)).map(({ id }) => id),
    clips,
  }
}

function least(venue: Venue, before: readonly Venue[]): bigint {
  const old = before.find(({ id }) => id === venue.id)
  if (old === undefined || !isSame(old, venue)) return 0n
  const [now, then] = [clipOf(old), clipOf(venue)]
  if (now < then) return now
  return then
}

/** Whether it is the same place to trade. */
function isSame(a: Venue, b: Venue): boolean {
  const [one, other] = [a, b].map(({ adapter, pool, kind }) => `${adapter} ${pool} ${kind}`.toLowerCase())
  return one === other
}

/** Most base units that a hedge trades there: none unless it is active. */
function clipOf({ status, clip }: Venue): bigint {
  return status === ACTIVE ? clip : 0n
}

function sum(clips: readonly bigint[]): bigint {
  return clips.reduce((all, clip) => all + clip, 0n)
}
