import { describe, expect, it } from 'vitest'
import type { AstNode, Deployable, WholeBuild } from '../whole-build.ts'
import { type RoleTable, selectorRoles } from './roles.ts'

const restricted = [{ modifierName: { name: 'restricted' } }]
const upgrade: AstNode = {
  id: 2,
  nodeType: 'FunctionDefinition',
  name: '_authorizeUpgrade',
  modifiers: restricted,
}
const set: AstNode = {
  id: 3,
  nodeType: 'FunctionDefinition',
  name: 'set',
  functionSelector: '60fe47b1',
  modifiers: restricted,
}
const get: AstNode = {
  id: 4,
  nodeType: 'FunctionDefinition',
  name: 'get',
  functionSelector: '6d4ce63c',
  modifiers: [],
}

function build(members: readonly AstNode[]): {
  readonly whole: WholeBuild
  readonly contracts: readonly Deployable[]
} {
  const node: AstNode = {
    id: 9,
    nodeType: 'ContractDefinition',
    name: 'A',
    nodes: members,
    linearizedBaseContracts: [9],
  }
  const methodIdentifiers = {
    'set(uint256)': '60fe47b1',
    'get()': '6d4ce63c',
    'upgradeToAndCall(address,bytes)': '4f1ef286',
  }
  const compiled = { abi: [], evm: { bytecode: { object: '' }, methodIdentifiers } }
  const ast: AstNode = { id: 1, nodeType: 'SourceUnit', nodes: [node] }
  const output = { sources: { 'contracts/A.sol': { id: 0, ast } }, contracts: {} }
  return {
    whole: { solcVersion: '0.8.34', warnings: [], input: { sources: {} }, output },
    contracts: [{ name: 'A', source: 'contracts/A.sol', compiled, node }],
  }
}

function check(members: readonly AstNode[], table: Partial<RoleTable>) {
  const { whole, contracts } = build(members)
  return selectorRoles(whole, contracts, { roles: { HUB: '1' }, functions: {}, ...table })
}

describe('selectorRoles', () => {
  it('lists every restricted function with its role, the upgrade as the Timelock’s', () => {
    const { findings, golden } = check([upgrade, set, get], { functions: { A: { 'set(uint256)': 'HUB' } } })
    expect(findings).toEqual([])
    expect(golden).toEqual({
      A: { '0x60fe47b1': 'set(uint256): HUB', '0x4f1ef286': 'upgradeToAndCall(address,bytes): ADMIN' },
    })
  })

  it('finds a restricted function without a row', () => {
    expect(check([set], {}).findings[0]).toContain(
      'A.set(uint256) is restricted in the sources and has no row',
    )
  })

  it('finds a row whose function is not restricted, or does not exist', () => {
    const rows = { 'get()': 'HUB', 'gone()': 'HUB' }
    expect(check([get], { functions: { A: rows } }).findings).toHaveLength(2)
    expect(check([], { functions: { B: {} } }).findings[0]).toContain('there is no contract B')
  })

  it('P12: lets no role but the Timelock’s upgrade', () => {
    const rows = { 'upgradeToAndCall(address,bytes)': 'HUB' }
    expect(check([upgrade], { functions: { A: rows } }).findings[0]).toContain('only the Timelock upgrades')
  })

  it('finds a role that nobody declared, and a restricted internal function', () => {
    expect(check([set], { functions: { A: { 'set(uint256)': 'NOBODY' } } }).findings[0]).toContain(
      'unknown role NOBODY',
    )
    const hidden: AstNode = { id: 5, nodeType: 'FunctionDefinition', name: '_set', modifiers: restricted }
    expect(check([hidden], {}).findings[0]).toContain('_set is internal and restricted')
  })

  it('takes a role for a function that owners may call too', () => {
    const functions = { A: { 'get()': 'HUB' } }
    expect(check([upgrade, get], { functions }).findings).toHaveLength(1)
    const { findings, golden } = check([upgrade, get], { functions, ownerToo: { A: ['get()'] } })
    expect(findings).toEqual([])
    expect(golden.A?.['0x6d4ce63c']).toBe('get(): HUB')
  })
})
