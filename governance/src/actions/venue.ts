import { keccak256 } from 'viem'
import type { At } from '../document/place.ts'
import type { ActionOf } from '../document/schema.ts'
import { parseQuantity } from '../units/quantity.ts'
import { type Call, type Context, callOf } from './call.ts'
import { addressOf } from './power.ts'

/** What an action lists a pool as: kind and status of contracts/types/Config.sol. */
export const LISTED = { kind: 1, status: 1 } as const
/** Digest of terms that are all zero: what is added must not be there yet. */
export const NO_VENUE = keccak256(new Uint8Array(6 * 32))

/** Lists a pool of a spoke as an active venue. */
export function addVenueCall(context: Context, action: ActionOf<'add venue'>, at: At): Call {
  const market = at('market', () => context.names.marketOf(action.market))
  const { deployment } = at('spoke', () => context.names.siteOf(action.spoke))
  const venue = {
    id: action.id,
    adapter: at('adapter', () => addressOf(action.adapter ?? deployment.contracts.UniswapV3Venue ?? '')),
    pool: at('pool', () => addressOf(action.pool)),
    ...LISTED,
    clip: at('clip', () => parseQuantity(action.clip, 'base', market.symbols)),
  }
  const label = `add venue ${action.id} of ${market.name} on ${deployment.name}: pool ${venue.pool}, clip ${action.clip}`
  const args = [market.id, BigInt(deployment.chainId), NO_VENUE, venue]
  return callOf(context, 'RiskParameters', 'setVenue', args, label)
}
