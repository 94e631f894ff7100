import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesBelow } from '@gimbal/contracts/fingerprint'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const suites = filesBelow('test/contracts', (name) => name.endsWith('.t.sol'))

/** The table of adversaries: who, and the cell that names its tests. */
const rows = readFileSync(join(root, 'docs/governance.md'), 'utf8')
  .split('\n## ')
  .find((section) => section.startsWith('What an adversary may try'))!
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| adversary'))
  .map((line) => line.split('|').slice(1, -1))
  .map(([who = '', , tests = '']) => ({ who: who.trim(), names: [...tests.matchAll(/`([^`]+)`/g)] }))

/** The text of a suite, by the name of its file or by its path. */
function suiteOf(name: string): string {
  const file = suites.find((each) => each.endsWith(`/${name}.t.sol`)) ?? name
  return existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : ''
}

describe('the table of adversaries', () => {
  it('has every adversary', () => {
    expect(rows.length).toBeGreaterThanOrEqual(15)
  })

  it.each(rows)('names tests that there are: $who', ({ names }) => {
    expect(names.length).toBeGreaterThan(0)
    let suite = ''
    for (const [, name = ''] of names) {
      if (!name.startsWith('test') || name.endsWith('.ts')) suite = suiteOf(name)
      if (name.startsWith('test') && !name.endsWith('.ts')) {
        expect(suite, name).toContain(`function ${name.replace('…', '')}`)
      }
      expect(suite, name).not.toBe('')
    }
  })
})
