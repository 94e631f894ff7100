import type { Context } from '../actions/call.ts'
import type { Batch } from '../lifecycle/batch.ts'
import { read, type Site } from '../network/network.ts'
import { revertOf } from '../refusal/refusal.ts'
import { formatDuration } from '../units/duration.ts'
import { formatQuantity } from '../units/quantity.ts'
import { type Asked, askedVenues } from './asked.ts'
import { type Gap, gapBetween, type Venue } from './gap.ts'

/** That a spoke would do without a venue for a while. */
export type VenueWarning = Gap & {
  readonly market: string
  readonly spoke: string
  /** Seconds of the spoke's own wait. */
  readonly wait: bigint
  readonly message: string
}

/**
 * Where a proposal takes a venue away on a spoke and gives another instead: what it takes away stops as soon as the config
 * arrives, and what it gives waits in the timelock of the spoke.
 */
export async function venueWarnings(context: Context, batch: Batch): Promise<readonly VenueWarning[]> {
  const asked = await askedVenues(context, batch)
  return (await Promise.all(asked.map(warningOf))).flat()
}

async function warningOf(asked: Asked): Promise<readonly VenueWarning[]> {
  const { market, site, venues } = asked
  // What the hub says of its own spoke has waited already.
  if (site.deployment.role === 'hub') return []
  const gap = gapBetween(await venuesInForce(site, market.id), venues)
  if (gap === undefined) return []
  const wait = await read<bigint>(site, 'TimelockController', 'getMinDelay')
  const known = { ...gap, market: market.name, spoke: site.deployment.name, wait }
  return [{ ...known, message: messageOf(asked, known) }]
}

/** None where the spoke does not know the market yet. */
async function venuesInForce(site: Site, market: number): Promise<readonly Venue[]> {
  type Config = { readonly venues: readonly Venue[] }
  try {
    return (await read<Config>(site, 'SpokeControl', 'marketConfig', [market])).venues
  } catch (error) {
    if (revertOf(error)?.name === 'UnknownMarket') return []
    throw error
  }
}

function messageOf(
  { market, site }: Asked,
  { stops, waits, clips, wait }: Omit<VenueWarning, 'message'>,
): string {
  const spoke = site.deployment.name
  const shown = (clip: bigint): string => formatQuantity(clip, 'base', market.symbols)
  const meanwhile =
    clips.meanwhile === 0n
      ? 'meanwhile no venue trades there and fills alone hedge'
      : `meanwhile a hedge there trades ${shown(clips.meanwhile)} at most, against ${shown(clips.before)} before and ${shown(clips.after)} after`
  const what = `${market.name} on ${spoke}: what it takes from ${venuesText(stops)} ends as soon as the config arrives, and what it gives to ${venuesText(waits)} waits for ${formatDuration(wait)} in the timelock of ${spoke}; ${meanwhile}`
  const replaced = waits.filter((id) => stops.includes(id))
  return replaced.length === 0
    ? `${what}. Let ${venuesText(waits)} in first, by an earlier proposal`
    : `${what}. List what replaces ${venuesText(replaced)} under an id of its own, by an earlier proposal`
}

/** `venue 21`, `venues 21 and 22`. */
function venuesText(ids: readonly number[]): string {
  return ids.length === 1 ? `venue ${ids[0]}` : `venues ${ids.slice(0, -1).join(', ')} and ${ids.at(-1)}`
}
