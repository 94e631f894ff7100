import { type Hex, keccak256, numberToHex, size, slice, stringToHex } from 'viem'
import { layOut, type Shape, slotsOf } from './layout.ts'

/** A variable, or a part of one, in a word of storage. */
export type Located = {
  readonly name: string
  readonly shape: Shape
  /** Bytes from the low end. */
  readonly offset: number
}

/** Names slots of a contract by its layout and by what its transactions have hashed. */
export type Locator = (slot: bigint) => readonly Located[]

export type LocatorOptions = {
  /** Fields by namespace: `erc7201:…`, or none for what begins at slot 0. */
  readonly layout: Readonly<Record<string, readonly string[]>>
  readonly preimages: readonly Hex[]
  /** A key of a mapping for people. */
  readonly keyText: (type: string, key: Hex) => string
}

type Region = { readonly base: bigint; readonly name: string; readonly shape: Shape }

export function createLocator({ layout, preimages, keyText }: LocatorOptions): Locator {
  const roots = Object.entries(layout).map(
    ([namespace, fields]): Region => ({ base: baseOf(namespace), name: '', shape: layOut(fields) }),
  )
  const hashes = new Map(preimages.map((preimage) => [BigInt(keccak256(preimage)), preimage]))
  const known = new Map<bigint, readonly Located[]>()

  function locate(slot: bigint): readonly Located[] {
    const cached = known.get(slot)
    if (cached !== undefined) return cached
    // A chain of hashes that leads back to itself has no name.
    known.set(slot, [])
    const found = search(slot)
    known.set(slot, found)
    return found
  }

  function search(slot: bigint): readonly Located[] {
    for (const root of roots) {
      const found = within(root, slot)
      if (found.length > 0) return found
    }
    for (const [hash, preimage] of hashes) {
      if (slot < hash || slot - hash > 1_024n) continue
      const region = regionOf(hash, preimage)
      const found = region === undefined ? [] : within(region, slot)
      if (found.length > 0) return found
    }
    return []
  }

  /** What begins where a hash points: the value of a mapping's key, or the items of a list. */
  function regionOf(hash: bigint, preimage: Hex): Region | undefined {
    const isKeyed = size(preimage) === 64
    const place = BigInt(isKeyed ? slice(preimage, 32) : preimage)
    for (const { name, shape } of locate(place)) {
      if (isKeyed && shape.kind === 'mapping') {
        const key = keyText(shape.key, slice(preimage, 0, 32))
        return { base: hash, name: `${name}[${key}]`, shape: shape.value }
      }
      if (!isKeyed && shape.kind === 'list') return { base: hash, name: `${name}[]`, shape }
    }
    return undefined
  }
  return locate
}

/** What of a region lies in a slot. */
function within({ base, name, shape }: Region, slot: bigint): readonly Located[] {
  const at = Number(slot - base)
  if (at < 0) return []
  if (shape.kind === 'list' && name.endsWith('[]')) {
    const slots = slotsOf(shape.item)
    const item = { base: base + BigInt(Math.floor(at / slots) * slots), shape: shape.item }
    return within({ ...item, name: `${name.slice(0, -1)}${Math.floor(at / slots)}]` }, slot)
  }
  if (shape.kind !== 'struct') return at === 0 ? [{ name, shape, offset: 0 }] : []
  return shape.fields
    .filter((field) => at >= field.slot && at < field.slot + slotsOf(field.shape))
    .flatMap((field) => {
      const path = name === '' ? field.name : `${name}.${field.name}`
      if (field.shape.kind === 'struct') {
        return within({ base: base + BigInt(field.slot), name: path, shape: field.shape }, slot)
      }
      return [{ name: path, shape: field.shape, offset: field.offset }]
    })
}

/** As ERC-7201 has it. */
function baseOf(namespace: string): bigint {
  if (namespace === '') return 0n
  const id = BigInt(keccak256(stringToHex(namespace.replace('erc7201:', ''))))
  return BigInt(keccak256(numberToHex(id - 1n, { size: 32 }))) & ~0xffn
}
