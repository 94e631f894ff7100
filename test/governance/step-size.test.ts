import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Rule } from '../../governance/src/actions/rule.ts'
import { sizeOf } from '../../governance/src/steward/check.ts'

const WAD = 10n ** 18n
const rule: Rule = {
  min: 0n,
  max: 1n << 128n,
  guardianLimit: 0n,
  step: WAD / 4n,
  drift: WAD,
  cooldown: 86_400,
  window: 2_592_000,
  ramp: 0,
  relative: true,
  risk: 0,
  frozen: false,
}

describe('the size of a step', () => {
  it('is what it moves, in units of the field where the rule is not relative', () => {
    expect(sizeOf({ rule: { ...rule, relative: false }, from: 7n, to: 10n })).toBe(3n)
    expect(sizeOf({ rule: { ...rule, relative: false }, from: 10n, to: 7n })).toBe(3n)
  })

  it('P8: is rounded up as the contract rounds, so that no step is announced that is too large by a hair', () => {
    expect(sizeOf({ rule, from: 3n, to: 4n })).toBe(WAD / 3n + 1n)
    expect(sizeOf({ rule, from: 4n, to: 5n })).toBe(WAD / 4n)
    const amount = fc.bigInt({ min: 1n, max: 1n << 100n })
    fc.assert(
      fc.property(amount, amount, (from, to) => {
        const moved = to > from ? to - from : from - to
        const size = sizeOf({ rule, from, to }) ?? 0n
        expect(size * from >= moved * WAD && (size === 0n || (size - 1n) * from < moved * WAD)).toBe(true)
      }),
    )
  })

  it('of a share of nothing there is none', () => {
    expect(sizeOf({ rule, from: 0n, to: 1n })).toBeUndefined()
  })
})
