import { describe, expect, it } from 'vitest'
import { partOf } from './netting.ts'

describe('a netted trade', () => {
  it('goes to venues as far as the clip, shared by need, where all books are on one side', () => {
    expect(partOf(3, { buys: 8, sells: 0 }, 2)).toBe(0.25)
    expect(partOf(-3, { buys: 0, sells: 8 }, 2)).toBe(0.25)
    expect(partOf(3, { buys: 8, sells: 0 }, 9)).toBe(1)
  })

  it('crosses the smaller side whole, whatever the clip', () => {
    expect(partOf(-3, { buys: 7, sells: 3 }, 2)).toBe(1)
    expect(partOf(7, { buys: 7, sells: 3 }, 2)).toBe(5 / 7)
    expect(partOf(7, { buys: 7, sells: 3 }, 5)).toBe(1)
    expect(partOf(5, { buys: 5, sells: 5 }, 2)).toBe(1)
  })
})
