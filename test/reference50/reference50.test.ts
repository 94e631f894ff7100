import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { band } from './band.ts'
import { european, type Greeks, type Terms } from './european.ts'
import { exponential, ln2 } from './exponential.ts'
import { fromNumber, fromWad, one, over, rounded, size, times, toNumber } from './fixed.ts'
import { logarithm } from './logarithm.ts'
import { density, normal } from './normal.ts'
import { root } from './root.ts'
import { targetOf } from './target.ts'

const number = (x: bigint) => Number(rounded(x, 15n)) / 1e15
const digits = (x: bigint) => rounded(x, 50n)
const ratio = (a: bigint, b: bigint) => over(a * one, b * one)

function table(name: string): readonly (readonly bigint[])[] {
  const text = readFileSync(new URL(`../vectors/${name}`, import.meta.url), 'utf8')
  const [, ...lines] = text.trim().split('\n')
  return lines.map((line) => line.split(',').map(BigInt))
}

function terms([spot, strike, vol, tau, rate, carry]: readonly bigint[]): Terms {
  return {
    spot: fromWad(spot!),
    strike: fromWad(strike!),
    vol: fromWad(vol!),
    tau: fromWad(tau!),
    rate: fromWad(rate!),
    yield: fromWad(carry!),
  }
}

const names = ['price', 'delta', 'gamma', 'vega', 'theta', 'rho', 'vanna', 'volga'] as const

describe('functions of 50 digits', () => {
  // e, ln 10, sqrt 2, Phi(1), Phi(-6) and Phi(-10): Abramowitz and Stegun, tables 1.1 and 26.1, 26.2, with more digits
  // as commonly published.
  it('agree with published constants', () => {
    expect(digits(exponential(one))).toBe(271828182845904523536028747135266249775724709369996n)
    expect(digits(logarithm(10n * one))).toBe(230258509299404568401799145468436420760110148862877n)
    expect(digits(ln2)).toBe(69314718055994530941723212145817656807550013436026n)
    expect(digits(root(2n * one))).toBe(141421356237309504880168872420969807856967187537695n)
    expect(rounded(normal(one)[0], 40n)).toBe(8413447460685429485852325456320379224779n)
    expect(rounded(normal(6n * one)[1] * 10n ** 9n, 15n)).toBe(986587645037698n)
    expect(rounded(normal(10n * one)[1] * 10n ** 23n, 15n)).toBe(761985302416053n)
  })

  it('are inverse to each other over their whole range', () => {
    for (const x of [1e-27, 3e-6, 0.3, 1 - 1e-16, 1, 1 + 2e-16, 7.5, 1e6, 1e19]) {
      const exact = fromNumber(x)
      const apart = (got: bigint) => Math.abs(toNumber(over(got - exact, exact)))
      expect(apart(exponential(logarithm(exact)))).toBeLessThan(1e-60)
      expect(apart(times(root(exact), root(exact)))).toBeLessThan(1e-60)
      if (x < 200) expect(apart(logarithm(exponential(exact)))).toBeLessThan(1e-60)
    }
  })

  it('join the series and the continued fraction of the normal distribution', () => {
    const step = one >> 60n
    for (const at of [8n, 2n, 9n, 17n]) {
      const [low, high] = [at * one - step, at * one + step]
      const rise = normal(high)[0] - normal(low)[0]
      // phi at the middle, less what its curvature (x^2 - 1) phi adds over the step
      const slope = times(density(at * one), one + times(times(step, step), (at * at - 1n) * one) / 6n)
      expect(size(rise - times(2n * step, slope))).toBeLessThan(one >> 290n)
      expect(normal(low)[0] + normal(low)[1]).toBe(one)
      expect(normal(-low)).toEqual([normal(low)[1], normal(low)[0]])
    }
  })

  it('take doubles as they are', () => {
    for (const x of [0, 3, -2.5, 0.1, 1e-18, -7.3e-22, 1.7e19]) expect(toNumber(fromNumber(x))).toBe(x)
    expect(fromNumber(0.5)).toBe(one / 2n)
    expect(rounded(fromNumber(0.1), 55n)).toBe(1000000000000000055511151231257827021181583404541015625n)
  })
})

describe('options of 50 digits', () => {
  it.each(['grid', 'scattered', 'alive', 'limits', 'exact-inputs'])('agree with %s.csv', (name) => {
    const rows = table(`black-scholes/${name}.csv`)
    expect(rows.length).toBeGreaterThan(200)
    for (const row of rows) {
      const pair = european(terms(row))
      const greeks: Greeks = row[6] === 1n ? pair.put : pair.call
      for (const [i, wanted] of row.slice(7).entries()) {
        const got = rounded(greeks[names[i]!], 27n)
        expect(size(got - wanted), `${names[i]} of ${row.join()}`).toBeLessThanOrEqual(1n)
      }
    }
  })

  it('have parity, and greeks that are the slopes of their price', () => {
    const at = {
      spot: 3_000n * one,
      strike: 3_300n * one,
      vol: one / 2n,
      tau: one / 5n,
      rate: one / 20n,
      yield: -one / 50n,
    }
    const step = one >> 70n
    const { call, put, asset, bond } = european(at)
    expect(size(call.price - put.price - asset + bond)).toBeLessThan(one >> 290n)
    const slope = (name: 'spot' | 'vol' | 'tau' | 'rate', of: 'price' | 'delta' | 'vega') => {
      const [up, down] = [at[name] + step, at[name] - step].map(
        (x) => european({ ...at, [name]: x }).call[of],
      )
      return ratio(up! - down!, 2n * step)
    }
    const near = (a: bigint, b: bigint) => expect(size(a - b)).toBeLessThan(one >> 110n)
    near(slope('spot', 'price'), call.delta)
    near(slope('spot', 'delta'), call.gamma)
    near(slope('vol', 'price'), call.vega)
    near(-slope('tau', 'price'), call.theta)
    near(slope('rate', 'price'), call.rho)
    near(slope('vol', 'delta'), call.vanna)
    near(slope('vol', 'vega'), call.volga)
  })

  it('reach their limits without time, vol or distance', () => {
    const at = { spot: 3n * one, strike: 2n * one, vol: one, tau: 0n, rate: one, yield: one }
    expect(european(at).call).toMatchObject({ price: one, delta: one, gamma: 0n, vega: 0n, theta: one })
    expect(european({ ...at, strike: 3n * one }).put.delta).toBe(-one / 2n)
    expect(
      number(european({ ...at, strike: 3n * one, tau: one, vol: 0n, rate: 0n, yield: 0n }).call.vega),
    ).toBe(number(3n * density(0n)))
  })
})

describe('bands and targets of 50 digits', () => {
  it('solve both equations, and agree with bands.csv', () => {
    const rows = table('bands.csv')
    expect(rows.length).toBe(150)
    for (const row of rows) {
      const [costRate, fixedCost, riskAversion, gamma, spot] = row.slice(0, 5).map(fromWad) as [
        bigint,
        bigint,
        bigint,
        bigint,
        bigint,
      ]
      const { outer, inner } = band({ costRate, fixedCost, riskAversion, gamma, spot })
      expect(size(rounded(outer, 27n) - row[5]!), row.join()).toBeLessThanOrEqual(1n)
      expect(size(rounded(inner, 27n) - row[6]!), row.join()).toBeLessThanOrEqual(1n)
    }
    const { outer, inner } = band({
      costRate: one / 1000n,
      fixedCost: one / 2n,
      riskAversion: one / 7000n,
      gamma: one / 13n,
      spot: 3000n * one,
    })
    const scale = over(one / 13n, 13n * (one / 7000n))
    expect(toNumber(times(times(outer, inner), outer + inner)) / toNumber(9n * scale)).toBeCloseTo(1, 14)
    const gap = outer - inner
    expect(toNumber(times(outer + inner, times(gap, times(gap, gap)))) / toNumber(6n * scale)).toBeCloseTo(
      1,
      14,
    )
  })

  it('hold what settlement has left of a series', () => {
    const leg = {
      strike: one,
      size: -15n * one,
      vol: one / 2n,
      tau: one / 9n,
      carry: one / 20n,
      expiry: 2_000_000n,
    }
    const call = { ...leg, put: false }
    const deep = (time: bigint) =>
      number(targetOf([call], 3_000n * one, time, { window: 900n, instants: 15n }).target)
    const instants = [1_999_000n, 1_999_159n, 1_999_160n, 1_999_999n, 2_000_000n]
    expect(instants.map(deep)).toEqual([15, 15, 14, 1, 0])
    const both = targetOf([call, { ...leg, put: true }], one, 1_000_000n, { window: 0n, instants: 0n })
    const pair = european({ ...leg, spot: one, rate: leg.carry, yield: 0n })
    expect(number(both.target)).toBe(number(15n * (pair.call.delta + pair.put.delta)))
    expect(number(both.gamma)).toBe(number(30n * pair.call.gamma))
  })
})
