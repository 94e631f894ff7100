import { describe, expect, it } from 'vitest'
import { total } from './outcome.ts'

describe('total', () => {
  it('adds what the runners found', () => {
    const outcomes = [
      { runner: 'a', passed: 3, failed: 1, skipped: 0 },
      { runner: 'b', passed: 4, failed: 0, skipped: 0 },
    ]
    expect(total(outcomes)).toEqual({ passed: 7, failed: 1 })
  })

  it('counts a skipped test as failed', () => {
    expect(total([{ runner: 'a', passed: 3, failed: 0, skipped: 2 }])).toEqual({ passed: 3, failed: 2 })
  })

  it('never calls a broken runner green', () => {
    expect(total([{ runner: 'a', passed: 0, failed: 0, skipped: 0, broken: 'x' }])).toEqual({
      passed: 0,
      failed: 1,
    })
    expect(total([{ runner: 'a', passed: 5, failed: 2, skipped: 0, broken: 'x' }])).toEqual({
      passed: 5,
      failed: 2,
    })
  })
})
