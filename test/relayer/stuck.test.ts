import { describe, expect, it } from 'vitest'
import type { Decision, DecisionReason } from '../../relayer/src/hedge/decision.ts'
import { createStuck } from '../../relayer/src/stuck.ts'

type Seen = readonly [book: string, time: number, reason: DecisionReason]

const seenBy = (now: number, ...list: readonly Seen[]) => {
  const stuck = createStuck()
  for (const [book, time, reason] of list) {
    stuck.see({ book, time, reason, spoke: 7, market: 1, epoch: '1' } satisfies Decision)
  }
  return stuck.longest(7, now)
}

const seen = (...list: readonly Seen[]) => seenBy(1_000, ...list)

describe('books that need a hedge', () => {
  it('wait from the first refusal, whatever its reason, as long as none is hedged', () => {
    expect(seen()).toBe(0)
    expect(seen(['1', 100, 'refused'], ['1', 130, 'no liquidity'], ['1', 460, 'interval'])).toBe(360)
    expect(createStuck().longest(8, 1_000)).toBe(0)
  })

  it('do not wait while a hedge is under way, once hedged, and inside the band', () => {
    expect(seen(['1', 100, 'pending'], ['1', 900, 'interval'])).toBe(0)
    expect(seen(['1', 100, 'refused'], ['1', 900, 'hedged'])).toBe(0)
    expect(seen(['1', 100, 'refused'], ['1', 900, 'inside band'], ['1', 1_000, 'refused'])).toBe(0)
  })

  it('wait for nothing any more once nothing is decided on them', () => {
    expect(seenBy(1_300, ['1', 100, 'refused'], ['1', 700, 'refused'])).toBe(600)
    expect(seenBy(1_301, ['1', 100, 'refused'], ['1', 700, 'refused'])).toBe(0)
  })

  it('count each for itself: the longest is told', () => {
    expect(
      seen(['1', 100, 'refused'], ['2', 100, 'refused'], ['1', 200, 'hedged'], ['2', 600, 'budget']),
    ).toBe(500)
  })
})
