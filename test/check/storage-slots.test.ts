import { describe, expect, it } from 'vitest'
import { checkStorageSlots, erc7201Slot } from './storage-slots.ts'
import type { WholeBuild } from './whole-build.ts'

const slot = '0x183a6125c38840424c4a85fa12bab2ab606c4b6d0e7cc73c0c06ba5300eab500'

function buildWith(constant: string): WholeBuild {
  const struct = {
    id: 2,
    nodeType: 'StructDefinition',
    documentation: { text: '@custom:storage-location erc7201:example.main' },
  }
  const literal = { id: 3, nodeType: 'Literal', value: constant }
  const ast = { id: 1, nodeType: 'SourceUnit', nodes: [struct, literal] }
  return {
    solcVersion: '0.8.34',
    warnings: [],
    input: { sources: {} },
    output: { sources: { 'contracts/A.sol': { id: 0, ast } }, contracts: {} },
  }
}

describe('storage slots', () => {
  it('computes the example of ERC-7201', () => {
    expect(erc7201Slot('example.main')).toBe(slot)
  })

  it('P12: accepts the slot of the formula and refuses any other', () => {
    expect(checkStorageSlots(buildWith(slot))).toEqual([])
    expect(checkStorageSlots(buildWith(slot.replace('18', '19')))).toHaveLength(1)
  })
})
