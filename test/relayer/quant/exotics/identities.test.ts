import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { QuantInputError } from '../../../../relayer/src/quant/columns/input-error.ts'
import {
  assetOrNothing,
  autocallable,
  autocallablePayoff,
  baroneAdesiWhaley,
  bjerksundStensland,
  cashOrNothing,
  cliquet,
  continuousArithmeticAsian,
  continuousGeometricAsian,
  discreteArithmeticAsian,
  discreteGeometricAsian,
  doubleBarrier,
  european,
  fixedLookback,
  floatingLookback,
  forwardStart,
  greeksOf,
  ladderOf,
  type Market,
  noTouch,
  oneTouch,
  type Pricer,
  singleBarrier,
} from '../../../../relayer/src/quant/exotics/index.ts'
import { ladderTarget } from '../../../../relayer/src/quant/ladder.ts'
import { monteCarlo } from '../../../../relayer/src/quant/paths/monte-carlo.ts'

const markets = fc.record({
  spot: fc.double({ min: 50, max: 200, noNaN: true }),
  vol: fc.double({ min: 0.05, max: 2, noNaN: true }),
  rate: fc.double({ min: 0, max: 0.2, noNaN: true }),
  yield: fc.double({ min: 0, max: 0.2, noNaN: true }),
})
const lives = fc.double({ min: 0.01, max: 3, noNaN: true })
const levels = fc.double({ min: 60, max: 160, noNaN: true })

function holds(check: (market: Market, years: number, level: number, put: boolean) => void): void {
  fc.assert(fc.property(markets, lives, levels, fc.boolean(), check), { numRuns: 300, seed: 5 })
}

describe('identities of exotics', () => {
  it('a European option is its digitals', () => {
    holds((market, years, strike, put) => {
      const parts =
        assetOrNothing({ put, strike })(market, years) -
        cashOrNothing({ put, strike, cash: strike })(market, years)
      expect(put ? -parts : parts).toBeCloseTo(european({ put, strike })(market, years), 9)
    })
  })

  it('in and out sum to the European option, without a rebate', () => {
    holds((market, years, strike, put) => {
      for (const [kindIn, kindOut, share] of [
        ['down-in', 'down-out', 0.9],
        ['up-in', 'up-out', 1.1],
        ['down-in', 'down-out', 0.6],
        ['up-in', 'up-out', 1.7],
      ] as const) {
        const barrier = market.spot * share
        const both =
          singleBarrier({ kind: kindIn, put, strike, barrier })(market, years) +
          singleBarrier({ kind: kindOut, put, strike, barrier })(market, years)
        expect(both).toBeCloseTo(european({ put, strike })(market, years), 8)
      }
    })
  })

  it('touching or not pays for sure', () => {
    holds((market, years, barrier) => {
      const side = barrier < market.spot ? 'down' : 'up'
      const pays = { kind: 'cash', amount: 7 } as const
      const sure =
        oneTouch({ barrier, side, pays, when: 'expiry' })(market, years) +
        noTouch({ barrier, side, pays })(market, years)
      expect(sure).toBeCloseTo(7 * Math.exp(-market.rate * years), 9)
      const atHit = oneTouch({ barrier, side, pays, when: 'hit' })(market, years)
      expect(atHit).toBeGreaterThanOrEqual(
        oneTouch({ barrier, side, pays, when: 'expiry' })(market, years) - 1e-9,
      )
    })
  })

  it('a corridor with a far wall is a single barrier', () => {
    holds((market, years, strike, put) => {
      const low = market.spot * 0.8
      const far = market.spot * Math.exp(12 * market.vol * Math.sqrt(years) + 1)
      const corridor = doubleBarrier({ kind: 'knock-out', put, strike, low, high: far })(market, years)
      const single = singleBarrier({ kind: 'down-out', put, strike, barrier: low })(market, years)
      expect(Math.abs(corridor - single)).toBeLessThan(1e-6 * market.spot)
    })
  })

  it('averages lie below: geometric, arithmetic, European', () => {
    holds((market, years, strike) => {
      const flat = { ...market, rate: 0.02, yield: 0.02 }
      const geometric = continuousGeometricAsian({ put: false, strike })(flat, years)
      const arithmetic = continuousArithmeticAsian({ put: false, strike })(flat, years)
      expect(geometric).toBeLessThanOrEqual(arithmetic + 1e-6 * market.spot)
      expect(arithmetic).toBeLessThanOrEqual(european({ put: false, strike })(flat, years) * 1.001 + 1e-9)
      const fractions = Array.from({ length: 400 }, (_, i) => (i + 1) / 400)
      const many = discreteGeometricAsian({ put: false, strike, fractions })(flat, years)
      expect(Math.abs(many - geometric)).toBeLessThan(
        0.01 * market.spot * market.vol * Math.sqrt(years) + 1e-9,
      )
    })
  })

  it('one fixing at expiry is the European option', () => {
    holds((market, years, strike, put) => {
      const plain = european({ put, strike })(market, years)
      expect(discreteArithmeticAsian({ put, strike, fractions: [1] })(market, years)).toBeCloseTo(plain, 9)
      expect(discreteGeometricAsian({ put, strike, fractions: [1] })(market, years)).toBeCloseTo(plain, 9)
    })
  })

  it('lookbacks are worth more than what they look back on', () => {
    holds((market, years, strike, put) => {
      const extreme = market.spot
      const floating = floatingLookback({ put, extreme })(market, years)
      expect(floating).toBeGreaterThanOrEqual(european({ put, strike: extreme })(market, years) - 1e-9)
      const fixed = fixedLookback({ put, strike, extreme })(market, years)
      expect(fixed).toBeGreaterThanOrEqual(european({ put, strike })(market, years) - 1e-9)
    })
  })

  it('lookbacks cross a carry of zero without a jump', () => {
    const price = fixedLookback({ put: false, strike: 105, extreme: 101 })
    const at = (carry: number): number => price({ spot: 100, vol: 0.6, rate: 0.03, yield: 0.03 - carry }, 0.5)
    for (const carry of [1e-4, -1e-4])
      expect(Math.abs(at(carry * 1.0001) - at(carry * 0.9999))).toBeLessThan(1e-6)
    expect((at(5e-5) + at(-5e-5)) / 2).toBeCloseTo(at(0), 6)
  })

  it('American options are worth no less than European ones or exercise, and both approximations agree', () => {
    holds((market, years, strike, put) => {
      const plain = european({ put, strike })(market, years)
      const now = put ? strike - market.spot : market.spot - strike
      const quadratic = baroneAdesiWhaley({ put, strike })(market, years)
      const flat = bjerksundStensland({ put, strike })(market, years)
      for (const value of [quadratic, flat]) expect(value).toBeGreaterThanOrEqual(Math.max(plain, now) - 1e-9)
      expect(Math.abs(quadratic - flat)).toBeLessThan(0.04 * market.spot)
    })
  })

  it('a forward start at once is European, and periods of a cliquet add up', () => {
    holds((market, years, level, put) => {
      const moneyness = level / 100
      const now = forwardStart({ put, moneyness, startsAt: 0 })(market, years)
      expect(now).toBeCloseTo(european({ put, strike: moneyness * market.spot })(market, years), 8)
      const floored = { notional: 100, resets: [0, 0.5, 1], floor: -1, cap: Number.POSITIVE_INFINITY }
      const growth = Math.exp(((market.rate - market.yield) * years) / 2)
      const sure = 200 * (growth - 1) * Math.exp(-market.rate * years)
      expect(cliquet(floored)(market, years)).toBeCloseTo(sure, 7)
    })
  })
})

describe('paths', () => {
  const market: Market = { spot: 100, vol: 0.5, rate: 0.05, yield: 0.01 }

  it('find closed forms within their error bars', () => {
    const strike = 110
    const call = monteCarlo({
      market,
      times: [0.25, 0.5],
      payoff: (spots, discountTo) => Math.max(spots[1]! - strike, 0) * discountTo(1),
    })
    expect(Math.abs(call.value - european({ put: false, strike })(market, 0.5))).toBeLessThan(
      5 * call.standardError + 1e-4,
    )
    expect(call.standardError).toBeLessThan(0.01)
  })

  it('find a barrier that is seen weekly near its corrected closed form', () => {
    const weeks = 26
    const times = Array.from({ length: weeks }, (_, i) => ((i + 1) / weeks) * 0.5)
    const seen = monteCarlo({
      market,
      times,
      paths: 8192,
      payoff: (spots, discountTo) =>
        spots.some((s) => s <= 85) ? 0 : Math.max(spots.at(-1)! - 100, 0) * discountTo(weeks - 1),
    })
    const terms = { kind: 'down-out', put: false, strike: 100, barrier: 85 } as const
    const corrected = singleBarrier({ ...terms, observedEvery: 0.5 / weeks })(market, 0.5)
    const watched = singleBarrier(terms)(market, 0.5)
    expect(Math.abs(seen.value - corrected)).toBeLessThan(0.03 + 4 * seen.standardError)
    expect(Math.abs(seen.value - watched)).toBeGreaterThan(10 * Math.abs(seen.value - corrected))
  })

  it('come again from a seed, and differ between seeds', () => {
    const terms = {
      notional: 100,
      reference: 100,
      callAt: 1,
      coupon: 0.05,
      protection: 0.6,
      observations: [0.25, 0.5, 0.75, 1],
    }
    const options = { paths: 1024, batches: 4 }
    const first = autocallable(terms, market, { ...options, seed: 3 })
    expect(autocallable(terms, market, { ...options, seed: 3 })).toEqual(first)
    const other = autocallable(terms, market, { ...options, seed: 4 })
    expect(other.value).not.toBe(first.value)
    expect(Math.abs(other.value - first.value)).toBeLessThan(6 * (other.standardError + first.standardError))
  })

  it('call a note early, and lose below its protection', () => {
    const payoff = autocallablePayoff({
      notional: 100,
      reference: 100,
      callAt: 1,
      coupon: 0.05,
      protection: 0.6,
      observations: [1, 2],
    })
    const undiscounted = (): number => 1
    expect(payoff(Float64Array.of(100, 20), undiscounted)).toBe(105)
    expect(payoff(Float64Array.of(99, 100), undiscounted)).toBeCloseTo(110)
    expect(payoff(Float64Array.of(99, 60), undiscounted)).toBe(100)
    expect(payoff(Float64Array.of(99, 59), undiscounted)).toBe(59)
  })
})

describe('greeks and ladders of any product', () => {
  it('are Black–Scholes greeks for a European option', () => {
    const market: Market = { spot: 105, vol: 0.36, rate: 0.1, yield: 0.1 }
    const greeks = greeksOf(european({ put: false, strike: 100 }), market, 0.5)
    expect(greeks.delta).toBeCloseTo(0.5946, 4)
    const bump = european({ put: false, strike: 100 })
    const exact = (greeks.price - bump({ ...market, rate: 0.1 - 1e-6 }, 0.5)) / 1e-6
    expect(greeks.rho).toBeCloseTo(exact, 3)
    const deviation = 0.36 * Math.sqrt(0.5)
    const d1 = Math.log(105 / 100) / deviation + deviation / 2
    const density = (Math.exp(-0.05) * Math.exp((-d1 * d1) / 2)) / Math.sqrt(2 * Math.PI)
    expect(greeks.gamma).toBeCloseTo(density / (105 * deviation), 9)
    expect(greeks.vega).toBeCloseTo(105 * density * Math.sqrt(0.5), 7)
    expect(greeks.vanna).toBeCloseTo((-density * (d1 - deviation)) / 0.36, 5)
    expect(greeks.volga).toBeCloseTo((105 * density * Math.sqrt(0.5) * d1 * (d1 - deviation)) / 0.36, 4)
  })

  const products: readonly (readonly [string, Pricer])[] = [
    ['barrier', singleBarrier({ kind: 'down-out', put: false, strike: 3000, barrier: 2000 })],
    ['Asian', continuousArithmeticAsian({ put: true, strike: 3000 })],
    ['lookback', floatingLookback({ put: false, extreme: 2000 })],
    ['American', baroneAdesiWhaley({ put: true, strike: 3000 })],
    ['cash-or-nothing', cashOrNothing({ put: false, strike: 3000, cash: 500 })],
  ]

  it.each(products)('a ladder carries the delta of a sold %s between its nodes', (_, product) => {
    const terms = { vol: 0.7, rate: 0.04, yield: 0 }
    const expiry = 30 * 86_400
    const grid = { lowestSpot: 2200, highestSpot: 4200, nodes: 41, times: [86_400, 2 * 86_400], expiry }
    const ladder = ladderOf(product, terms, grid, -10)
    for (let spot = 2250; spot < 4150; spot += 37) {
      const time = 1.5 * 86_400
      const { delta } = greeksOf(product, { ...terms, spot }, (expiry - time) / (365 * 86_400))
      const { target, inside } = ladderTarget(ladder, spot, time)
      expect(inside).toBe(true)
      expect(Math.abs(target + 10 * delta)).toBeLessThan(0.02)
    }
  })
})

describe('bad input', () => {
  const market: Market = { spot: 100, vol: 0.5, rate: 0.05, yield: 0.01 }
  it.each([
    ['spot', () => european({ put: false, strike: 100 })({ ...market, spot: 0 }, 1)],
    ['vol', () => european({ put: false, strike: 100 })({ ...market, vol: Number.NaN }, 1)],
    [
      'rate',
      () =>
        cashOrNothing({ put: false, strike: 100, cash: 1 })({ ...market, rate: Number.POSITIVE_INFINITY }, 1),
    ],
    ['years', () => european({ put: false, strike: 100 })(market, -1)],
    ['strike', () => european({ put: false, strike: -1 })],
    ['barrier', () => singleBarrier({ kind: 'up-in', put: false, strike: 1, barrier: 0 })],
    ['high', () => doubleBarrier({ kind: 'knock-in', put: false, strike: 1, low: 2, high: 2 })],
    ['fractions', () => discreteGeometricAsian({ put: false, strike: 1, fractions: [] })],
    ['fractions[1]', () => discreteArithmeticAsian({ put: false, strike: 1, fractions: [0.5, 0.4] })],
    ['vols', () => discreteArithmeticAsian({ put: false, strike: 1, fractions: [0.5], vols: [] })],
    ['floor', () => cliquet({ notional: 1, resets: [0, 1], floor: 0.2, cap: 0.1 })],
    ['times', () => monteCarlo({ market, times: [], payoff: () => 0 })],
    ['times[1]', () => monteCarlo({ market, times: [1, 0.5], payoff: () => 0 })],
    ['batches', () => monteCarlo({ market, times: [1], payoff: () => 0, batches: 1 })],
    [
      'nodes',
      () =>
        ladderOf(european({ put: false, strike: 1 }), market, {
          lowestSpot: 1,
          highestSpot: 2,
          nodes: 1,
          times: [1],
          expiry: 2,
        }),
    ],
  ])('names %s', (field, attempt) => {
    expect(attempt).toThrow(QuantInputError)
    expect(attempt).toThrow(`${field} is `)
  })

  it('no product is ever NaN, however odd the market', () => {
    const odd = fc.record({
      spot: fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      vol: fc.double({ min: 0, max: 10, noNaN: true }),
      rate: fc.double({ min: -1, max: 1, noNaN: true }),
      yield: fc.double({ min: -1, max: 1, noNaN: true }),
    })
    const products: readonly Pricer[] = [
      ...[true, false].flatMap((put) => [
        european({ put, strike: 100 }),
        cashOrNothing({ put, strike: 100, cash: 1 }),
        assetOrNothing({ put, strike: 100 }),
        singleBarrier({ kind: 'down-in', put, strike: 100, barrier: 90, rebate: 1 }),
        singleBarrier({ kind: 'up-out', put, strike: 100, barrier: 120, rebate: 1 }),
        doubleBarrier({ kind: 'knock-out', put, strike: 100, low: 80, high: 130 }),
        floatingLookback({ put, extreme: 100 }),
        fixedLookback({ put, strike: 100, extreme: 100 }),
        continuousGeometricAsian({ put, strike: 100 }),
        continuousArithmeticAsian({ put, strike: 100 }),
        baroneAdesiWhaley({ put, strike: 100 }),
        bjerksundStensland({ put, strike: 100 }),
        forwardStart({ put, moneyness: 1, startsAt: 0.5 }),
      ]),
      oneTouch({ barrier: 100, side: 'down', pays: { kind: 'asset' }, when: 'hit' }),
      noTouch({ barrier: 100, side: 'up', pays: { kind: 'cash', amount: 1 } }),
    ]
    fc.assert(
      fc.property(odd, fc.double({ min: 0, max: 10, noNaN: true }), (m, years) => {
        products.forEach((price, i) => {
          if (Number.isNaN(price(m, years))) throw new Error(`product ${i} is NaN`)
        })
      }),
      { numRuns: 500, seed: 9 },
    )
  })
})
