import { createWasmBackend, jsBackend } from '@gimbal/relayer/quant'
import { describe, expect, it } from 'vitest'
import { productError, sumError } from '../../../relayer/src/quant/kernels/exact-errors.ts'
import { moneynessOf } from '../../../relayer/src/quant/kernels/moneyness.ts'
import { measureColumns, type Numbers } from '../../differential/options-in-columns.ts'
import { type Random, random } from '../../differential/random.ts'
import { broken, tableOf, tally } from '../../differential/tally.ts'
import { fromNumber, over, size, times, toNumber } from '../../reference50/fixed.ts'
import { logarithm } from '../../reference50/logarithm.ts'

const backends = [jsBackend, createWasmBackend()]

function points(count: number, seed: bigint, make: (draw: Random) => Numbers): readonly Numbers[] {
  const draw = random(seed)
  return Array.from({ length: count }, () => make(draw))
}

/** A spot some widths away from the strike's forward, so that ln(S/K) and carry cancel to those. */
function nearForward(draw: Random, of: Omit<Numbers, 'spot'>): Numbers {
  const width = of.vol * Math.sqrt(of.tau)
  return { ...of, spot: of.strike * Math.exp(draw.between(-6, 6) * width - (of.rate - of.yield) * of.tau) }
}

function terms(draw: Random) {
  const rate = draw.pick([draw.between(-5, 5), draw.power(-6, -1)])
  const carry = draw.pick([0, draw.between(-5, 5), -draw.power(-6, -1)])
  const tau = draw.pick([draw.between(0, 50), draw.power(-9, 1)])
  // no forward may leave the range of spots
  return {
    strike: draw.power(-3, 6),
    tau: Math.min(tau, 50 / Math.abs(rate - carry)),
    rate,
    yield: carry,
  }
}

function expectThirteenDigits(numbers: readonly Numbers[]): void {
  const all = tally()
  measureColumns(backends, numbers, all)
  const measures = all.measures()
  expect(measures).toHaveLength(16)
  expect(measures.filter(broken), tableOf(measures)).toEqual([])
}

describe('P13: where doubles lose digits, both backends keep thirteen', () => {
  it('where spot and carry cancel, down to widths of the last bit of either', () => {
    const numbers = points(3_000, 1n, (draw) => {
      const of = terms(draw)
      const carry = Math.abs((of.rate - of.yield) * of.tau)
      const width = Math.max(2 ** -53, carry * draw.power(-15.5, -2))
      return nearForward(draw, { ...of, vol: width / Math.sqrt(of.tau) })
    })
    expectThirteenDigits(numbers)
    const sheet = jsBackend.sheet(numbers.length)
    for (const [i, point] of numbers.entries()) {
      for (const name of ['spot', 'strike', 'vol', 'tau', 'rate', 'yield'] as const)
        sheet.options[name][i] = point[name]
    }
    sheet.options.sign.fill(1)
    jsBackend.evaluate(sheet)
    const alive = numbers.filter(({ spot, tau, yield: carry }, i) => {
      const density = sheet.greeks.vega[i]! / (spot * Math.exp(-carry * tau) * Math.sqrt(tau))
      return density > 1e-9
    })
    expect(alive.length).toBeGreaterThan(2_500)
  })

  it('without vol, on the side of the forward that the last bit of spot is on', () => {
    expectThirteenDigits(points(1_000, 2n, (draw) => nearForward(draw, { ...terms(draw), vol: 0 })))
  })

  it('where discounts have large exponents', () => {
    const numbers = points(1_000, 3n, (draw) => {
      const rate = draw.pick([-5, 5])
      const of = { strike: 100, tau: draw.between(25, 50), rate, yield: rate * draw.between(0.9, 1) }
      return nearForward(draw, { ...of, vol: draw.power(-3, -1) })
    })
    expectThirteenDigits(numbers)
  })

  it('anywhere in the ranges of the inputs', () => {
    const numbers = points(1_000, 6n, (draw) => ({
      spot: draw.power(-30, 30),
      strike: draw.power(-30, 30),
      tau: draw.pick([0, 50, draw.between(0, 50), draw.power(-12, 1)]),
      vol: draw.pick([0, 100, draw.between(0, 100), draw.power(-12, 1)]),
      rate: draw.pick([-5, 5, 0, draw.between(-5, 5)]),
      yield: draw.pick([-5, 5, 0, draw.between(-5, 5)]),
    }))
    expectThirteenDigits(numbers)
  })
})

describe('terms of two doubles', () => {
  it('know exactly what a sum and a product leave', () => {
    const draw = random(4n)
    for (let i = 0; i < 1_000; i++) {
      const a = draw.power(-12, 12) * draw.pick([1, -1])
      const b = draw.power(-12, 12) * draw.pick([1, -1])
      const [exactA, exactB] = [fromNumber(a), fromNumber(b)]
      expect(fromNumber(sumError(a, b, a + b))).toBe(exactA + exactB - fromNumber(a + b))
      expect(fromNumber(productError(a, b, a * b))).toBe(times(exactA, exactB) - fromNumber(a * b))
    }
  })

  it('give the moneyness within 1e-31 of its terms and one rounding', () => {
    const draw = random(5n)
    for (let i = 0; i < 2_000; i++) {
      const { strike, tau, rate, yield: carry } = terms(draw)
      const spot = draw.pick([draw.power(-30, 30), strike * Math.exp((carry - rate) * tau), strike])
      const log = logarithm(over(fromNumber(spot), fromNumber(strike)))
      const drift = times(fromNumber(rate) - fromNumber(carry), fromNumber(tau))
      const got = moneynessOf(spot, strike, tau, rate, carry)
      const error = toNumber(size(fromNumber(got) - log - drift))
      const bound = 2 ** -53 * Math.abs(got) + 1e-31 * toNumber(size(log) + size(drift))
      expect(error, `${spot}/${strike} ${tau} ${rate} ${carry}`).toBeLessThanOrEqual(bound)
    }
  })
})
