import { describe, expect, it } from 'vitest'
import { familiesIn } from '../../governance/src/remote/families.ts'

describe('the families that have carried a message', () => {
  it('are named by their numbers', () => {
    expect(familiesIn(0n)).toEqual([])
    expect(familiesIn(0b101n)).toEqual([0, 2])
    expect(familiesIn(1n << 255n)).toEqual([255])
  })
})
