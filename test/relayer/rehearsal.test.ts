import { describe, expect, it } from 'vitest'
import { createRehearsals, type Rehearsal } from '../../relayer/src/rehearsal.ts'

const TICK = { market: 1, price: 3_000n * 10n ** 18n, time: 1_767_225_600, updates: [] }

describe('decisions made for practice', () => {
  it('are many until there was something to decide on often enough, and a few for ever after', () => {
    const rehearse = createRehearsals()
    const count = (decided: boolean) => {
      let calls = 0
      rehearse(() => {
        calls += 1
        return decided
      })
      return calls
    }
    expect(count(false)).toBe(50)
    for (let i = 0; i < 12; i++) expect(count(true)).toBe(50)
    expect(count(true)).toBe(12)
    expect(count(true)).toBe(12)
  })

  it('are at prices and times of their own, each price as old as the one it stands for', () => {
    const rehearse = createRehearsals()
    const seen: Rehearsal[] = []
    for (let i = 0; i < 4; i++) rehearse((rehearsal) => seen.push(rehearsal) > 0)
    const ticks = seen.map((each) => ({ ...each.moved(TICK), later: each.later }))
    expect(ticks.every(({ time, later }) => time - TICK.time === later && later >= 0)).toBe(true)
    const moves = ticks.map(({ price }) => Number(price) / Number(TICK.price))
    expect(Math.min(...moves)).toBeGreaterThanOrEqual(0.75)
    expect(Math.min(...moves)).toBeLessThan(0.8)
    expect(Math.max(...moves)).toBeLessThanOrEqual(1.25)
    expect(Math.max(...moves)).toBeGreaterThan(1.2)
    const near = ticks.filter(({ later }) => later === 0).map(({ price }) => price)
    expect(near.length).toBeGreaterThan(100)
    expect(new Set(near).size).toBe(near.length)
    expect(Math.max(...ticks.map(({ later }) => later))).toBeGreaterThan(8 * 86_400)
  })

  it('stop nothing where one of them fails, and go on with others at the next turn', () => {
    const rehearse = createRehearsals()
    const seen: Rehearsal[] = []
    const fail = (rehearsal: Rehearsal): boolean => {
      seen.push(rehearsal)
      throw new RangeError('far from anything')
    }
    rehearse(fail)
    rehearse(fail)
    expect(seen.map(({ moved }) => moved(TICK).price)).toEqual([
      ...new Set(seen.map(({ moved }) => moved(TICK).price)),
    ])
    expect(seen).toHaveLength(2)
  })
})
