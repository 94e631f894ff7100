import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { band } from './band.ts'
import { tables } from './csv.ts'
import { type European, european, type Greeks } from './european.ts'
import { exponential, logarithm, normal, one, root, rounded } from './precise.ts'

interface HaugCase {
  readonly optionType: 'Call' | 'Put'
  readonly strike: number
  readonly spot: number
  readonly q: number
  readonly r: number
  readonly T: number
  readonly vol: number
  readonly expected: number
  readonly tolerance: number
  readonly greek?: string
}

function read(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8')
}

function haug(name: string): readonly HaugCase[] {
  return (JSON.parse(read(name)) as { cases: readonly HaugCase[] }).cases
}

const wad = (x: number) => BigInt(Math.round(x * 1e9)) * 10n ** 9n

/** QuantLib rounds the time to whole days of a year of 360. */
function option(c: HaugCase): European {
  return {
    spot: wad(c.spot),
    strike: wad(c.strike),
    vol: wad(c.vol),
    tau: (BigInt(Math.round(c.T * 360)) * 10n ** 18n) / 360n,
    rate: wad(c.r),
    yield: wad(c.q),
    put: c.optionType === 'Put',
  }
}

const number = (x: bigint) => Number(rounded(x, 12n)) / 1e12

describe('reference values', () => {
  it.each([...tables()])('%s is what the generator writes', (name, text) => {
    expect(read(name)).toBe(text)
  })

  it('agree with the prices in Haug', () => {
    const cases = haug('european-haug.json')
    expect(cases.length).toBe(29)
    for (const c of cases)
      expect(Math.abs(number(european(option(c)).price) - c.expected)).toBeLessThan(c.tolerance)
  })

  it('agree with the greeks in Haug', () => {
    const cases = haug('european-greeks-haug.json').filter((c) => c.greek && c.greek in european(option(c)))
    expect(cases.length).toBeGreaterThanOrEqual(5)
    for (const c of cases) {
      const value = number(european(option(c))[c.greek as keyof Greeks])
      expect(Math.abs(value - c.expected), c.greek).toBeLessThanOrEqual(c.tolerance)
    }
  })

  it('rest on functions right to 40 decimals and more', () => {
    const e = '2718281828459045235360287471352662497757247093699959574966968'
    const ln10 = '2302585092994045684017991454684364207601101488628772976033328'
    const phi1 = '8413447460685429485852325456320379224779' // Phi(1)
    expect(rounded(exponential(one), 60n).toString()).toBe(e)
    expect(rounded(logarithm(10n * one), 60n).toString()).toBe(ln10)
    expect(rounded(normal(one), 40n).toString()).toBe(phi1)
    expect(rounded(root(2n * one), 40n)).toBe(14142135623730950488016887242096980785697n)
  })

  it('give the band that simulation confirmed', () => {
    const scaled = {
      costRate: 10n ** 18n / 3n,
      fixedCost: 0n,
      riskAversion: 10n ** 18n,
      gamma: 10n ** 18n,
      spot: 10n ** 18n,
    }
    // With k = 0 the band is one edge: 2 H^3 = P (Whalley and Wilmott).
    const edge = band({ ...scaled, costRate: (2n * 10n ** 18n) / 3n })
    expect(number(edge.outer)).toBeCloseTo(1, 9)
    expect(number(edge.inner)).toBeCloseTo(1, 9)
    // a = 0.7230, b = 0.2200 in unit scaling: P = a b (a + b), Q = (a + b)(a - b)^3.
    const both = band({
      ...scaled,
      costRate: wad(0.723 * 0.22 * 0.943) / 3n,
      fixedCost: wad(0.943 * 0.503 ** 3) / 12n,
    })
    expect(number(both.outer)).toBeCloseTo(0.723, 6)
    expect(number(both.inner)).toBeCloseTo(0.22, 6)
  })
})
