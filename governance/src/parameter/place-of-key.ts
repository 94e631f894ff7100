import type { Hex } from 'viem'
import type { Context } from '../actions/call.ts'
import { formatQuantity } from '../units/quantity.ts'
import { type Field, unpackKey } from './key.ts'

/** Where a field is, in people's names. */
export type PlaceNames = { readonly market?: string; readonly spoke?: string; readonly venue?: number }

/** A governed number by its key, in people's words. */
export type NamedKey = {
  /** Undefined for a key of a later version of the contracts. */
  readonly field: Field | undefined
  readonly name: string
  readonly where: PlaceNames
  readonly shown: (value: bigint) => string
}

export function nameKey({ network, names }: Context, key: Hex): NamedKey {
  const { field, market, spoke, venue } = unpackKey(key)
  const known = names.markets.find(({ id }) => id === market)
  const site = network.sites.find(({ deployment }) => deployment.chainId === spoke)
  const symbols = (known ?? names.markets[0])?.symbols
  return {
    field,
    name: field === undefined ? key : `${field.familyName}.${field.name}`,
    where: {
      ...(known === undefined ? {} : { market: known.name }),
      ...(site === undefined ? {} : { spoke: site.deployment.name }),
      ...(venue === 0 ? {} : { venue }),
    },
    shown: (value) => formatQuantity(value, field?.unit ?? 'count', symbols),
  }
}

/** `WETH/USDC, spoke-a, venue 21`. */
export function placeText(where: PlaceNames): string {
  return placeParts(where).join(', ')
}

export function placeParts({ market, spoke, venue }: PlaceNames): readonly string[] {
  const parts = [market, spoke, venue === undefined ? undefined : `venue ${venue}`]
  return parts.filter((part) => part !== undefined)
}
