import type { Address } from 'viem'
import { ValueError } from '../problem.ts'
import type { Symbols } from '../units/quantity.ts'
import { type Network, read, type Site } from './network.ts'

export type Market = { readonly id: number; readonly name: string; readonly symbols: Symbols }

/** People's names for what contracts number. */
export type Names = {
  readonly markets: readonly Market[]
  readonly marketOf: (name: string) => Market
  readonly siteOf: (name: string) => Site
  readonly contractOf: (name: string) => Address
  readonly contractOn: (site: Site, name: string) => Address
}

/** Reads the names of a network's markets. The methods throw ValueError with the names there are. */
export async function readNames({ hub, sites }: Network): Promise<Names> {
  const ids = await read<readonly number[]>(hub, 'RiskParameters', 'markets')
  const markets = await Promise.all(
    ids.map(async (id): Promise<Market> => {
      type Terms = { readonly name: string; readonly quoteDecimals: number }
      const { name, quoteDecimals } = await read<Terms>(hub, 'RiskParameters', 'marketOf', [id])
      const [base = '', quote = ''] = name.split('/')
      return { id, name, symbols: { base, quote, quoteDecimals } }
    }),
  )
  return {
    markets,
    marketOf: (name) => oneOf('market', name, markets, (market) => market.name),
    siteOf: (name) => oneOf('spoke', name, sites, (site) => site.deployment.name),
    contractOf: (name) => contractOn(hub, name),
    contractOn,
  }
}

function contractOn({ deployment }: Site, name: string): Address {
  const all = Object.entries(deployment.contracts)
  return oneOf('contract', name, all, ([contract]) => contract)[1]
}

function oneOf<item>(kind: string, name: string, all: readonly item[], nameOf: (item: item) => string): item {
  const found = all.find((item) => nameOf(item) === name)
  if (found === undefined) {
    throw new ValueError(`no ${kind} has this name; there are ${all.map(nameOf).join(', ')}`)
  }
  return found
}
