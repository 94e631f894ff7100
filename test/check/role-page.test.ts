import { describe, expect, it } from 'vitest'
import { readRoleTable } from './golden/roles.ts'
import { rolePage } from './role-page.ts'

const page = rolePage()

/** Rows of a contract's table: function, selector, role, class. */
function rowsOf(contract: string): readonly (readonly string[])[] {
  const section = page.split(`\n## ${contract}\n`)[1]?.split('\n## ')[0] ?? ''
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
}

describe('docs/roles.md', () => {
  it('has a row for every restricted function', () => {
    for (const [contract, functions] of Object.entries(readRoleTable().functions)) {
      const roles = rowsOf(contract).flatMap(([, , role]) =>
        role === 'Timelock' ? [] : [role?.split(';')[0] ?? ''],
      )
      expect(roles.toSorted(), contract).toEqual(Object.values(functions).toSorted())
    }
  })

  it('P12: says that every upgrade is the timelock’s and waits longest', () => {
    const upgrades = Object.keys(readRoleTable().functions).flatMap((contract) =>
      rowsOf(contract).filter(([name]) => name === '`upgradeToAndCall`'),
    )
    expect(upgrades.length).toBeGreaterThan(10)
    for (const [, , ...who] of upgrades) expect(who).toEqual(['ADMIN', 'UPGRADE'])
  })

  it('gives a class to what the timelock may call, and to nothing else', () => {
    expect(rowsOf('RiskSteward').map(([name, , role, wait]) => [name, role, wait])).toEqual([
      ['`propose`', 'COUNCIL', ''],
      ['`setTerms`', 'ADMIN', 'BOUNDS'],
      ['`upgradeToAndCall`', 'ADMIN', 'UPGRADE'],
      ['`veto`', 'VETO', 'VALUE'],
    ])
  })

  it('writes selectors as the chain has them', () => {
    expect(rowsOf('Guardian').find(([name]) => name === '`resume`')?.[1]).toBe('`0x046f7da2`')
  })
})
