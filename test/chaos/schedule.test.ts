import { describe, expect, it } from 'vitest'
import { simulatedPath } from '../../relayer/localnet/market/simulated.ts'
import { gappedPath } from './gapped-path.ts'
import { FAULTS, type Fault, lastEnd, RECOVERY, SETTLE, scheduleOf } from './schedule.ts'

describe('a schedule of faults', () => {
  it('is the same for a seed, and another for another', () => {
    const of = (seed: number) => scheduleOf({ seed, minutes: 240, kinds: FAULTS })
    expect(of(5)).toEqual(of(5))
    expect(of(5)).not.toEqual(of(6))
  })

  it('has every kind asked for, more of each in a longer run, and none in the calm at either end', () => {
    for (let seed = 0; seed < 50; seed++) {
      for (const [minutes, times] of [
        [50, 1],
        [240, 3],
      ] as const) {
        const schedule = scheduleOf({ seed, minutes, kinds: FAULTS })
        for (const kind of FAULTS) {
          expect(schedule.filter((fault) => fault.kind === kind)).toHaveLength(times)
        }
        expect(schedule[0]!.at).toBeGreaterThanOrEqual(60 * SETTLE)
        expect(lastEnd(schedule)).toBeLessThanOrEqual(60 * (minutes - RECOVERY) + 1)
        expect(schedule).toEqual(schedule.toSorted((a, b) => a.at - b.at))
      }
    }
  })

  it('has no two of a kind at once', () => {
    const schedule = scheduleOf({ seed: 3, minutes: 600, kinds: FAULTS })
    for (const kind of FAULTS) {
      const own = schedule.filter((fault) => fault.kind === kind)
      for (const [at, { at: begins }] of own.entries()) {
        if (at > 0) expect(begins).toBeGreaterThanOrEqual(own[at - 1]!.at + own[at - 1]!.lasts - 1)
      }
    }
  })

  it('needs room between the calms', () => {
    expect(() => scheduleOf({ seed: 1, minutes: SETTLE + RECOVERY, kinds: FAULTS })).toThrow(RangeError)
  })
})

describe('a market with gaps', () => {
  it('jumps where the schedule says, and stays there', () => {
    const path = simulatedPath(1)
    const gap: Fault = { kind: 'price-gap', at: 100, lasts: 0, choice: 0, gap: -0.05 }
    const [plain, gapped] = [path.ticks(), gappedPath(path, [gap]).ticks()]
    for (let at = 0; at < 30; at++) {
      const [one, other] = [plain.next().value!, gapped.next().value!]
      expect(other.time).toBe(one.time)
      expect(other.price / one.price).toBeCloseTo(other.time < path.start + 100 ? 1 : 0.95, 12)
    }
  })
})
