import { ruleTable } from '@gimbal/contracts/deploy'
import { type Hex, numberToHex, pad } from 'viem'
import { ValueError } from '../problem.ts'

const TABLE = ruleTable()

type Scope = { readonly market?: number; readonly spoke?: number; readonly venue?: number }

/** A field of a governed struct. */
export type Field = {
  /** Number of the family in the contracts. */
  readonly family: number
  readonly familyName: string
  readonly field: number
  readonly name: string
  readonly unit: string
  readonly about: string
  /** What a key of the family names beside the field. */
  readonly scope: readonly ('market' | 'spoke' | 'venue')[]
}

/** Every governed field, in the order of the contracts. */
export const FIELDS: readonly Field[] = TABLE.flatMap(({ name: familyName, scope, fields }, family) =>
  fields.map(({ name, unit, about }, field) => ({ family, familyName, field, name, unit, about, scope })),
)

/**
 * The field of a name such as `hedgeBand.cap`.
 *
 * @throws ValueError with the fields of the family, or the families
 */
export function fieldOf(parameter: string): Field {
  const [family, name] = parameter.split('.')
  const fields = FIELDS.filter(({ familyName }) => familyName === family)
  const found = fields.find((field) => field.name === name)
  if (found !== undefined) return found
  throw new ValueError(
    fields.length > 0
      ? `${family} has no such field; there are ${fields.map((field) => field.name).join(', ')}`
      : `no such family; there are ${TABLE.map((each) => each.name).join(', ')}`,
  )
}

/**
 * The fields whose name begins so.
 *
 * @throws ValueError with the families, where none does
 */
export function fieldsNamed(start: string): readonly Field[] {
  const found = FIELDS.filter(({ familyName, name }) => `${familyName}.${name}`.startsWith(start))
  if (found.length > 0) return found
  throw new ValueError(
    `no governed number has a name that begins with ${start}; there are ${TABLE.map((each) => each.name).join(', ')}`,
  )
}

/** The key under which the contracts know the field: see contracts/types/Parameter.sol. */
export function keyOf({ family, field }: Field, { market = 0, spoke = 0, venue = 0 }: Scope): Hex {
  const packed =
    (BigInt(family) << 248n) |
    (BigInt(field) << 240n) |
    (BigInt(market) << 208n) |
    (BigInt(spoke) << 144n) |
    (BigInt(venue) << 112n)
  return pad(numberToHex(packed), { size: 32 })
}

/** What a key names. */
export function unpackKey(key: Hex): { readonly field: Field | undefined } & Required<Scope> {
  const packed = BigInt(key)
  const part = (shift: bigint, bits: bigint): number => Number((packed >> shift) & ((1n << bits) - 1n))
  const [family, field] = [part(248n, 8n), part(240n, 8n)]
  return {
    field: FIELDS.find((each) => each.family === family && each.field === field),
    market: part(208n, 32n),
    spoke: part(144n, 64n),
    venue: part(112n, 32n),
  }
}
