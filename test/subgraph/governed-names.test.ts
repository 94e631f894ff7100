import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ruleTable } from '@gimbal/contracts/deploy'
import { describe, expect, it } from 'vitest'
import { root } from '../../subgraph/compiler/manifest.ts'

/** The strings of a table in a mapping, which AssemblyScript compiles and this test cannot import. */
function tableOf(file: string, name: string): string[] {
  const source = readFileSync(join(root, 'src', file), 'utf8')
  const body = new RegExp(`^const ${name} = \\[\\n([^\\]]*)\\]`, 'm').exec(source)?.[1]
  if (body === undefined) throw new Error(`${file} has no table ${name}`)
  return [...body.matchAll(/'([^']+)'/g)].map((match) => match[1] ?? '')
}

describe('names in the mappings', () => {
  it('of families and fields are those of contracts/risk/parameters.json, in its order', () => {
    const expected = ruleTable().map(
      ({ name, fields }) => `${name}: ${fields.map((field) => field.name).join(' ')}`,
    )
    expect(tableOf('governed-names.ts', 'FAMILIES')).toEqual(expected)
  })

  it('of roles are those of contracts/access/roles.json', () => {
    const file = join(root, '..', 'contracts/access/roles.json')
    const { roles } = JSON.parse(readFileSync(file, 'utf8')) as { roles: Record<string, string> }
    const expected = Object.entries(roles).map(([name, number]) => `${number} ${name}`)
    expect(tableOf('role-names.ts', 'ROLES')).toEqual(expected)
  })
})
