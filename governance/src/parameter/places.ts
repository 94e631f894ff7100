import type { Context } from '../actions/call.ts'
import { governedSites, type Network, read } from '../network/network.ts'
import type { Symbols } from '../units/quantity.ts'
import type { Field } from './key.ts'
import type { Place } from './values.ts'

/** A place where a field has a value, in people's names too. */
export type Where = {
  readonly place: Place
  readonly symbols?: Symbols
  readonly market?: string
  readonly spoke?: string
  readonly venue?: number
}

/** Everywhere a field has a value. */
export async function placesOf({ network, names }: Context, field: Field): Promise<readonly Where[]> {
  const markets = field.scope.includes('market') ? names.markets : [undefined]
  const sites = field.scope.includes('spoke') ? await governedSites(network) : [undefined]
  const places: Where[] = markets.flatMap((market) =>
    sites.map((site) => {
      const symbols = (market ?? names.markets[0])?.symbols
      return {
        place: {
          ...(market === undefined ? {} : { market: market.id }),
          ...(site === undefined ? {} : { spoke: site.deployment.chainId }),
        },
        ...(symbols === undefined ? {} : { symbols }),
        ...(market === undefined ? {} : { market: market.name }),
        ...(site === undefined ? {} : { spoke: site.deployment.name }),
      }
    }),
  )
  if (!field.scope.includes('venue')) return places
  return (await Promise.all(places.map((where) => venuesOf(network, where)))).flat()
}

async function venuesOf({ hub }: Network, where: Where): Promise<readonly Where[]> {
  const { market = 0, spoke = 0 } = where.place
  const venues = await read<readonly { readonly id: number }[]>(hub, 'RiskParameters', 'venues', [
    market,
    BigInt(spoke),
  ])
  return venues.map(({ id }) => ({ ...where, place: { ...where.place, venue: id }, venue: id }))
}
