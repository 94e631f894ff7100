import { describe, expect, it } from 'vitest'
import { houseRules } from './house-rules.ts'

describe('houseRules', () => {
  it('finds nothing in a plain file', () => {
    expect(houseRules('a.ts', 'export const one = 1\n')).toEqual([])
  })

  it('finds what was left unfinished, with its line', () => {
    expect(houseRules('a.sol', `contract A {}\n// ${'TO'}DO`)).toEqual(['a.sol:2: a mark of unfinished work'])
  })

  it.each([`it.${'skip'}('a', f)`, `describe.${'only'}('a', f)`, `vm.${'skip'}(true);`])(
    'finds a test that does not run: %s',
    (line) => {
      expect(houseRules('a.test.ts', line)).toHaveLength(1)
    },
  )

  it('finds a file that holds more than one idea', () => {
    expect(houseRules('a.ts', '\n'.repeat(500))).toHaveLength(1)
    expect(houseRules('a.ts', '\n'.repeat(499))).toEqual([])
  })
})
