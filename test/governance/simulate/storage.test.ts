import { type Hex, keccak256, numberToHex } from 'viem'
import { describe, expect, it } from 'vitest'
import { layOut } from '../../../governance/src/simulate/storage/layout.ts'
import { createLocator } from '../../../governance/src/simulate/storage/locate.ts'

const word = (value: bigint): Hex => numberToHex(value, { size: 32 })
const two = (key: bigint, place: bigint): Hex => `0x${word(key).slice(2)}${word(place).slice(2)}`
const hash = (preimage: Hex): bigint => BigInt(keccak256(preimage))

const FIELDS = [
  'uint64 chain',
  'contract IBooks books',
  'uint128 cash',
  'struct Plan {uint64[] spokes, bool open, enum Kind {NONE, LIVE} kind} plan',
  'mapping(uint64 => struct Place {struct Allocation {int128 offset, uint64 share} allocation, uint32 placed}) places',
  'mapping(address => mapping(bytes4 => enum DelayClass {UPGRADE, VALUE})) classes',
]

function locator(preimages: readonly Hex[], layout: Record<string, readonly string[]> = { '': FIELDS }) {
  return createLocator({ layout, preimages, keyText: (type, key) => `${type} ${BigInt(key)}` })
}

describe('storage by the names of variables', () => {
  it('is packed as Solidity packs it', () => {
    const places = layOut(FIELDS).fields.map(({ name, slot, offset }) => [name, slot, offset])
    // 8 + 20 bytes share a slot; 16 more do not fit; a struct begins a slot of its own, and so does what follows.
    expect(places).toEqual([
      ['chain', 0, 0],
      ['books', 0, 8],
      ['cash', 1, 0],
      ['plan', 2, 0],
      ['places', 4, 0],
      ['classes', 5, 0],
    ])
    const located = locator([])(3n)
    expect(located.map(({ name, offset }) => [name, offset])).toEqual([
      ['plan.open', 0],
      ['plan.kind', 1],
    ])
  })

  it('finds values of mappings by what was hashed for them', () => {
    const place = two(7n, 4n)
    const located = locator([place])(hash(place) + 1n)
    expect(located.map(({ name }) => name)).toEqual(['places[uint64 7].placed'])
    expect(locator([])(hash(place))).toEqual([])
  })

  it('follows mappings of mappings', () => {
    const outer = two(0xabn, 5n)
    const inner = two(1n, hash(outer))
    expect(locator([inner, outer])(hash(inner)).map(({ name }) => name)).toEqual([
      'classes[address 171][bytes4 1]',
    ])
  })

  it('counts the items of a list', () => {
    const list = word(2n)
    expect(locator([list])(hash(list) + 3n).map(({ name }) => name)).toEqual(['plan.spokes[3]'])
  })

  it('knows the namespaces of ERC-7201', () => {
    // The constant of contracts/risk/RiskParameters.sol.
    const base = 0x60ed1c2cb4dbba5a00b76f105f370f885a76c46801f9c558a5eb16952215e100n
    const layout = { 'erc7201:gimbal.storage.RiskParameters': ['address oracleRouter', 'uint32 last'] }
    const names = locator([], layout)(base).map(({ name }) => name)
    expect(names).toEqual(['oracleRouter', 'last'])
  })
})
