import { artifact } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { decodeFunctionData, getAddress, type Hex, isAddressEqual, toHex } from 'viem'
import type { Context } from '../actions/call.ts'
import type { ChainChange } from '../change/on-chain.ts'
import type { Batch } from '../lifecycle/batch.ts'
import type { Market } from '../network/names.ts'
import { read, type Site } from '../network/network.ts'
import { unpackKey } from '../parameter/key.ts'
import type { Venue } from './gap.ts'

/** The venues of a market on a spoke as the hub has them, and as a proposal would have them. */
export type Asked = {
  readonly market: Market
  readonly site: Site
  readonly venues: readonly Venue[]
}

/** A change of one venue, in the order of the calls. */
type Edit = {
  readonly market: number
  readonly spoke: number
  readonly apply: (venues: readonly Venue[]) => readonly Venue[]
}

/** Every list of venues that the calls of a proposal change, as it is after them. */
export async function askedVenues(context: Context, batch: Batch): Promise<readonly Asked[]> {
  const edits = editsOf(context, batch)
  const { hub, sites } = context.network
  const asked = context.names.markets.flatMap((market) =>
    sites.flatMap((site) => {
      const here = edits.filter((edit) => edit.market === market.id && edit.spoke === site.deployment.chainId)
      return here.length === 0 ? [] : [{ market, site, here }]
    }),
  )
  return Promise.all(
    asked.map(async ({ market, site, here }) => {
      const args = [market.id, BigInt(site.deployment.chainId)]
      const now = await read<readonly Venue[]>(hub, 'RiskParameters', 'venues', args)
      return { market, site, venues: here.reduce((venues, { apply }) => apply(venues), now) }
    }),
  )
}

function editsOf({ network: { hub } }: Context, { targets, calldatas }: Batch): readonly Edit[] {
  const parameters = addressOf(hub.deployment, 'RiskParameters')
  return targets.flatMap((target, i) =>
    isAddressEqual(target, parameters) ? editsIn(calldatas[i] ?? '0x') : [],
  )
}

function editsIn(data: Hex): readonly Edit[] {
  let call: ReturnType<typeof decode>
  try {
    call = decode(data)
  } catch {
    return [] // of another version of the contracts: a simulation tries it
  }
  if (call.functionName === 'change') return call.args[0].flatMap(editOf)
  if (call.functionName !== 'setVenue') return []
  const [market, spoke, , venue] = call.args
  const apply: Edit['apply'] = (venues) =>
    venues.some(({ id }) => id === venue.id)
      ? venues.map((each) => (each.id === venue.id ? venue : each))
      : [...venues, venue]
  return [{ market, spoke: Number(spoke), apply }]
}

function decode(data: Hex) {
  return decodeFunctionData({ abi: artifact('RiskParameters').abi, data })
}

function editOf({ key, value }: ChainChange): readonly Edit[] {
  const { field, market, spoke, venue: id } = unpackKey(key)
  if (field?.familyName !== 'venue') return []
  const apply: Edit['apply'] = (venues) =>
    venues.map((venue) => (venue.id === id ? { ...venue, ...written(field.name, value) } : venue))
  return [{ market, spoke, apply }]
}

function written(name: string, value: bigint): Partial<Venue> {
  if (name === 'adapter' || name === 'pool') return { [name]: getAddress(toHex(value, { size: 20 })) }
  return { [name]: name === 'clip' ? value : Number(value) }
}
