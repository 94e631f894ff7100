import { describe, expect, it } from 'vitest'
import { functionOf } from '../../governance/src/actions/power.ts'

describe('the signature of a call', () => {
  it('names a function with its very types', () => {
    expect(functionOf('HedgeTransport', 'setQuorum(uint8)')).toBe('setQuorum')
    expect(functionOf('RiskSteward', 'setTerms((uint32,uint32))')).toBe('setTerms')
    expect(functionOf('GimbalGovernor', 'cancel(uint256)')).toBe('cancel')
  })

  it.each([
    ['setQuorum(uint256)', 'HedgeTransport has no such function; there is setQuorum(uint8)'],
    ['setQuorums(uint8)', 'HedgeTransport has no such function'],
    ['setQuorum', 'is not the signature of a function, such as setQuorum(uint8)'],
  ])('refuses %s', (signature, message) => {
    expect(() => functionOf('HedgeTransport', signature)).toThrow(message)
  })
})
