import { describe, expect, it } from 'vitest'
import { FIELDS, fieldOf, keyOf, unpackKey } from '../../governance/src/parameter/key.ts'

describe('keys of governed numbers', () => {
  it('are packed as the contracts unpack them', () => {
    // The key of the test of a venue's clip in ParameterRules.t.sol: family 7, field 5, market 1, spoke 901, venue 1.
    expect(keyOf(fieldOf('venue.clip'), { market: 1, spoke: 901, venue: 1 })).toBe(
      '0x0705000000010000000000000385000000010000000000000000000000000000',
    )
  })

  it('are read back, every one', () => {
    for (const field of FIELDS) {
      const key = keyOf(field, { market: 7, spoke: 42_161, venue: 12 })
      expect(unpackKey(key)).toEqual({ field, market: 7, spoke: 42_161, venue: 12 })
    }
  })

  it('say which names there are', () => {
    expect(() => fieldOf('hedgeBand.width')).toThrow(
      'riskAversion, costRate, fixedCost, floor, cap, capShare',
    )
    expect(() => fieldOf('bands.cap')).toThrow('no such family; there are hedgeBand')
  })
})
