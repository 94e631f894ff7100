import { describe, expect, it } from 'vitest'
import { ruleStates, rulesNamed } from './rules.ts'

describe('rulesNamed', () => {
  it('reads the names of Solidity tests and invariants, not of other functions', () => {
    const text = `function test_P13_priceNeverReverts() public {}
      function invariant_P4_P5_heal() public {}
      function helperP7() private {} // P8
      function testFuzz_aP9() public {}`
    expect(rulesNamed('A.t.sol', text)).toEqual(new Set(['P13', 'P4', 'P5']))
  })

  it('reads the names of TypeScript tests, tables included', () => {
    const text = `describe('P3: epochs', () => { it("P10 holds", () => { const s = 'P1' }) })
      it.each([['a', 1]])('P21 for %s', () => {})`
    expect(rulesNamed('a.test.ts', text)).toEqual(new Set(['P3', 'P10', 'P21']))
  })
})

describe('ruleStates', () => {
  it('reads the rows that begin with a rule', () => {
    const text = '| rule | holds | state |\n|---|---|---|\n| P1 | a | built |\n| P2 | b \\| c | not yet |\n'
    expect([...ruleStates(text)]).toEqual([
      ['P1', 'built'],
      ['P2', 'not yet'],
    ])
  })
})
