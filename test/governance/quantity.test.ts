import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatDuration, parseDuration } from '../../governance/src/units/duration.ts'
import { formatQuantity, parseQuantity } from '../../governance/src/units/quantity.ts'

const symbols = { base: 'WETH', quote: 'USDC', quoteDecimals: 6 }
const WAD = 10n ** 18n

describe('parseQuantity', () => {
  it.each([
    ['0.35 %', 'share', 35n * 10n ** 14n],
    ['35 bp', 'share', 35n * 10n ** 14n],
    ['0.0035', 'share', 35n * 10n ** 14n],
    ['50 %/day', 'share/day', WAD / 2n],
    ['10 %/year', 'share/year', WAD / 10n],
    ['250 WETH', 'base', 250n * WAD],
    ['250 ETH', 'base', 250n * WAD],
    ['5M USDC', 'quote', 5_000_000n * WAD],
    ['1.5k USDC', 'quote', 1_500n * WAD],
    ['5_000_000 USDC', 'quote units', 5_000_000n * 10n ** 6n],
    ['3.456M USDC/day', 'quote/s', 40n * WAD],
    ['40 USDC/s', 'quote/s', 40n * WAD],
    ['12 h', 'seconds', 43_200n],
    ['1.25', 'number', 125n * 10n ** 16n],
    ['12', 'count', 12n],
    ['suspended', 'status', 2n],
    ['0x00000000000000000000000000000000000000a1', 'address', 161n],
  ])('reads %s as a %s', (text, unit, value) => {
    expect(parseQuantity(text, unit, symbols)).toBe(value)
  })

  it.each([
    ['5 DAI', 'quote', 'expected `5M USDC`'],
    ['5', 'base', 'expected `250 WETH`'],
    ['0.5 s', 'share', 'expected `0.35 %`'],
    ['-1 %', 'share', 'is negative'],
    ['1.5', 'count', 'more than 0 digits'],
    ['12', 'seconds', 'expected a duration'],
    ['many', 'number', 'expected a number'],
    ['3M USDC/week', 'quote/s', 'USDC/day'],
    ['0x1', 'address', 'is not an address'],
    [`1${'0'.repeat(80)} %`, 'share', 'is more than a contract can hold'],
  ])('refuses %s as a %s', (text, unit, message) => {
    expect(() => parseQuantity(text, unit, symbols)).toThrow(message)
  })

  it.each([
    'share',
    'share/day',
    'base',
    'quote',
    'quote units',
    'number',
    'price',
    'count',
    'seconds',
    'address',
  ])('reads what it writes: %s', (unit) => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 160n - 1n }), (value) => {
        expect(parseQuantity(formatQuantity(value, unit, symbols), unit, symbols)).toBe(value)
      }),
    )
  })
})

describe('durations', () => {
  it.each([
    ['90 s', 90n],
    ['15 min', 900n],
    ['1.5 h', 5_400n],
    ['3 d', 259_200n],
  ])('reads %s', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds)
  })

  it('writes the largest unit that divides', () => {
    expect([0n, 59n, 60n, 5_400n, 7_200n, 172_800n].map(formatDuration)).toEqual([
      '0 s',
      '59 s',
      '1 min',
      '90 min',
      '2 h',
      '2 d',
    ])
  })

  it('refuses parts of a second', () => {
    expect(() => parseDuration('0.0001 h')).toThrow('no whole number of seconds')
  })
})
