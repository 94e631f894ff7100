import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Side, VenueCurve } from '../../../relayer/src/quant/routing/curve.ts'
import { singleVenue, split } from '../../../relayer/src/quant/routing/split.ts'
import { poolRanges, tickRoot } from '../../../relayer/src/quant/routing/uniswap-v3.ts'

const sides = ['buy', 'sell'] as const

/** A pool of `widths.length` ranges around `price` in the direction of the trade. */
function curve(
  venue: number,
  side: Side,
  price: number,
  liquidity: number,
  fee: number,
  fixedCost = 0,
  count = 6,
): VenueCurve {
  const ranges = []
  let start = Math.sqrt(price)
  for (let i = 0; i < count; i++) {
    const end = start * (side === 'buy' ? 1.002 : 0.998)
    ranges.push({ liquidity: liquidity * (1 + (i % 3)), start, end })
    start = end
  }
  return { venue, keep: 1 - fee, ranges, clip: 1e9, fixedCost }
}

/** Greedy in a thousand crumbs: each goes where it is best. */
function crumbs(side: Side, curves: readonly VenueCurve[], amount: number): number {
  const count = 1_000
  const at = curves.map(() => 0)
  const quoteOf = (i: number, base: number) =>
    base === 0 ? 0 : (singleVenue(side, curves[i]!, base) ?? Number.NaN) * base
  for (let n = 0; n < count; n++) {
    let best = -1
    let bestCost = Infinity
    for (let i = 0; i < curves.length; i++) {
      const next = quoteOf(i, at[i]! + amount / count) - quoteOf(i, at[i]!)
      const cost = side === 'buy' ? next : -next
      if (cost < bestCost) [best, bestCost] = [i, cost]
    }
    at[best]! += amount / count
  }
  return at.reduce((sum, base, i) => sum + quoteOf(i, base), 0)
}

const pools = fc.array(
  fc.record({
    price: fc.double({ min: 2_990, max: 3_010, noNaN: true }),
    liquidity: fc.double({ min: 1_000, max: 20_000, noNaN: true }),
    fee: fc.constantFrom(0.0001, 0.0005, 0.003),
  }),
  { minLength: 1, maxLength: 4 },
)

/** What the venues offer together, less a little. */
function offered(side: Side, curves: readonly VenueCurve[]): number {
  return 0.95 * split(side, curves, 1e9).base
}

const share = fc.double({ min: 0.01, max: 1, noNaN: true })

describe('routing', () => {
  it.each(sides)('is as good as trading crumb by crumb (%s)', (side) => {
    fc.assert(
      fc.property(pools, share, (list, part) => {
        const curves = list.map(({ price, liquidity, fee }, i) => curve(i, side, price, liquidity, fee))
        const amount = part * offered(side, curves)
        const got = split(side, curves, amount)
        expect(got.base).toBeCloseTo(amount, 9)
        const other = crumbs(side, curves, amount)
        const gap = side === 'buy' ? got.quote - other : other - got.quote
        expect(gap).toBeLessThanOrEqual(1e-9 * other)
      }),
      { numRuns: 40 },
    )
  })

  it.each(sides)('is never worse than the best single venue (%s)', (side) => {
    fc.assert(
      fc.property(pools, share, (list, part) => {
        const curves = list.map(({ price, liquidity, fee }, i) => curve(i, side, price, liquidity, fee, 2))
        const amount = part * offered(side, curves)
        const got = split(side, curves, amount)
        const total = (side === 'buy' ? got.quote : -got.quote) + got.fixedCost
        for (const single of curves) {
          const price = singleVenue(side, single, amount)
          if (price === undefined) continue
          const alone = (side === 'buy' ? price * amount : -price * amount) + single.fixedCost
          expect(total).toBeLessThanOrEqual(alone + 1e-9 * price * amount)
        }
      }),
    )
  })

  it('trades everywhere at one marginal price', () => {
    const curves = [
      curve(1, 'buy', 3_000, 5_000, 0.0005, 0, 40),
      curve(2, 'buy', 2_999, 15_000, 0.0005, 0, 40),
    ]
    const { orders, price } = split('buy', curves, 2)
    expect(orders).toHaveLength(2)
    for (const { endRoot, venue } of orders) {
      const { keep } = curves.find((entry) => entry.venue === venue)!
      expect(endRoot ** 2 / keep).toBeCloseTo(price, 8)
    }
  })

  it('leaves out a venue that costs more than it saves', () => {
    const curves = (cost: number) => [
      curve(1, 'sell', 3_000, 20_000, 0.0005, cost),
      curve(2, 'sell', 3_000, 20_000, 0.0005, cost),
    ]
    expect(split('sell', curves(0), 0.1).orders).toHaveLength(2)
    expect(split('sell', curves(5), 0.1).orders).toHaveLength(1)
  })

  it('does not take the rounding of a small trade for missing liquidity', () => {
    const curves = [
      curve(1, 'buy', 3002.9244518197675, 3644.223415635874, 0.0001, 2),
      curve(2, 'buy', 3001.8079882524585, 1000, 0.0001, 2),
    ]
    const amount = 0.01 * offered('buy', curves)
    expect(split('buy', curves, amount).orders).toMatchObject([{ venue: 1 }])
  })

  it('takes no more than clips and liquidity allow', () => {
    const clipped = { ...curve(1, 'sell', 3_000, 5_000, 0.003), clip: 0.05 }
    expect(split('sell', [clipped], 1).base).toBeCloseTo(0.05, 12)
    const all = split('buy', [curve(1, 'buy', 3_000, 100, 0.003)], 1_000)
    expect(all.base).toBeLessThan(1)
    expect(split('buy', [], 1)).toMatchObject({ base: 0, orders: [] })
    expect(split('buy', [{ ...curve(1, 'buy', 3_000, 0, 0) }], 1).base).toBe(0)
  })
})

describe('a Uniswap v3 pool as ranges', () => {
  const unit = { baseUnit: 1e18, quoteUnit: 1e6 }
  const price = 3_000
  const tick = Math.floor(Math.log(price * 1e-12) / Math.log(1.0001))
  const root = Math.sqrt(price * 1e-12)
  const pool = {
    root,
    liquidity: 1e18,
    tick,
    ticks: [
      { index: tick - 1_000, net: 6e17 },
      { index: tick - 200, net: 4e17 },
      { index: tick + 300, net: -5e17 },
      { index: tick + 2_000, net: -5e17 },
    ],
    baseIsToken0: true,
    ...unit,
  }

  it('starts at the price and changes liquidity at initialised ticks', () => {
    const up = poolRanges(pool, 'buy')
    expect(up[0]!.start ** 2).toBeCloseTo(price, 6)
    expect(up[0]!.liquidity).toBeCloseTo(1e18 / 1e12, 3)
    expect(up[1]!.liquidity).toBeCloseTo(5e17 / 1e12, 3)
    expect(up[0]!.end ** 2).toBeCloseTo(tickRoot(tick + 300) ** 2 * 1e12, 6)
    const down = poolRanges(pool, 'sell')
    expect(down).toHaveLength(2)
    expect(down[1]!.liquidity).toBeCloseTo(6e17 / 1e12, 3)
    expect(down[1]!.end).toBeLessThan(down[1]!.start)
  })

  it('is the same seen from the other token order', () => {
    const mirrored = {
      ...pool,
      root: 1 / root,
      tick: -tick - 1,
      ticks: pool.ticks.map(({ index, net }) => ({ index: -index, net: -net })).toReversed(),
      baseIsToken0: false,
    }
    for (const side of sides) {
      const one = poolRanges(pool, side)
      const other = poolRanges(mirrored, side)
      expect(other).toHaveLength(one.length)
      for (const [i, range] of one.entries()) {
        expect(other[i]!.start).toBeCloseTo(range.start, 6)
        expect(other[i]!.liquidity).toBeCloseTo(range.liquidity, 3)
      }
    }
  })
})
