import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Evaluation } from '../../../relayer/src/hedge/evaluate.ts'
import type { MarketTerms } from '../../../relayer/src/hedge/market-terms.ts'
import { plan } from '../../../relayer/src/hedge/plan.ts'
import { fromNative, fromWad, toNativeDown, toWad } from '../../../relayer/src/hedge/wad.ts'

const terms = { lot: 0.01, slippage: 0.01, clip: 50 } as MarketTerms
const book = (id: number, need: number, held = 1e6, quote = 1e9): Evaluation =>
  ({ book: BigInt(id), need, held, quote }) as Evaluation

describe('netting the needs of books', () => {
  it('crosses opposite needs and sends the rest', () => {
    expect(plan([book(1, 5), book(2, -3)], 3_000, terms)).toMatchObject({ net: 2, left: [] })
    expect(plan([book(1, 5), book(2, -5)], 3_000, terms).net).toBe(0)
  })

  it('carries each book as far as its quote or inventory goes', () => {
    const poor = book(1, 5, 0, 3_030 * 2)
    expect(plan([poor], 3_000, terms).net).toBeCloseTo(2, 12)
    expect(plan([book(1, -5, 1.5)], 3_000, terms).net).toBe(-1.5)
    expect(plan([book(1, 5, 0, 0), book(2, 4)], 3_000, terms)).toMatchObject({
      net: 4,
      left: [{ reason: 'no inventory' }],
    })
  })

  it('does not spend a hedge on the dust of an empty purse', () => {
    expect(plan([book(1, 5, 0, 3_030 * 0.4)], 3_000, terms)).toMatchObject({
      books: [],
      left: [{ reason: 'no inventory' }],
    })
    expect(plan([book(1, 5, 0, 3_030 * 0.6)], 3_000, terms).net).toBeCloseTo(0.6, 12)
  })

  it('leaves crumbs alone and stops at the clip', () => {
    expect(plan([book(1, 0.005)], 3_000, terms)).toMatchObject({ books: [], left: [{ reason: 'below lot' }] })
    expect(plan([book(1, -80)], 3_000, terms).net).toBe(-50)
  })
})

describe('units', () => {
  const wads = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n })

  it('convert within the precision of a plain number', () => {
    fc.assert(
      fc.property(wads, (value) => {
        const back = toWad(fromWad(value))
        const gap = back > value ? back - value : value - back
        expect(Number(gap)).toBeLessThanOrEqual(Math.abs(Number(value)) * 5e-16 + 1)
      }),
    )
  })

  it('round native amounts towards zero', () => {
    expect(toNativeDown(1.9999999, 6)).toBe(1_999_999n)
    expect(toNativeDown(-1.9999999, 6)).toBe(-1_999_999n)
    expect(fromNative(1_500_000n, 6)).toBe(1.5)
  })
})
