import { parseEther, parseGwei } from 'viem'
import { describe, expect, it } from 'vitest'
import { amountFor, parseFee, roundUp } from '../../../governance/src/fee/fee.ts'
import { formatCoins, parseCoins } from '../../../governance/src/units/coins.ts'

describe('coins', () => {
  it('are read as people write them', () => {
    expect(parseCoins('0.01 ETH')).toBe(parseEther('0.01'))
    expect(parseCoins('3')).toBe(parseEther('3'))
    expect(parseCoins('1.5gwei')).toBe(parseGwei('1.5'))
    for (const text of ['much', '-1', '1 DAI', '1e3', '']) {
      expect(() => parseCoins(text)).toThrow('expected an amount, such as 0.01 ETH')
    }
    expect(() => parseCoins('0.0000000001 gwei')).toThrow('more than 9 digits after the point')
  })

  it('are written so that reading gives the same', () => {
    expect(formatCoins(0n)).toBe('0 ETH')
    expect(formatCoins(parseEther('0.0062'))).toBe('0.0062 ETH')
    expect(formatCoins(parseGwei('30'))).toBe('30 gwei')
    for (const wei of [1n, 999_999_999_999n, 10n ** 12n, parseEther('123.456') + 7n]) {
      expect(parseCoins(formatCoins(wei))).toBe(wei)
    }
  })
})

describe('a fee', () => {
  it('is an amount, or a share of what gateways ask', () => {
    expect(parseFee('0.01 ETH')).toEqual({ kind: 'coins', wei: parseEther('0.01') })
    expect(parseFee('300 %')).toEqual({ kind: 'share', share: parseEther('3') })
    expect(() => parseFee('99 %')).toThrow('less than gateways ask: 100 % at least')
    expect(() => parseFee('much')).toThrow('such as 0.01 ETH')
  })

  it('is twice what gateways ask unless a file says otherwise, and nothing where they ask nothing', () => {
    expect(amountFor([], parseEther('0.003'))).toBe(parseEther('0.006'))
    expect(amountFor([], 0n)).toBe(0n)
    expect(amountFor([parseFee('150 %')], parseEther('0.003'))).toBe(parseEther('0.0045'))
    expect(amountFor([parseFee('0 ETH')], parseEther('0.003'))).toBe(0n)
  })

  it('is the most that the actions of a batch say', () => {
    const fees = [parseFee('0.01 ETH'), parseFee('200 %'), parseFee('0.002 ETH')]
    expect(amountFor(fees, parseEther('0.003'))).toBe(parseEther('0.01'))
    expect(amountFor(fees, parseEther('0.008'))).toBe(parseEther('0.016'))
  })

  it('is rounded up to two digits, so that a fee that hardly moves changes no call', () => {
    expect([0n, 7n, 99n, 100n, 101n, 12_001n, 12_999n].map(roundUp)).toEqual([
      0n,
      7n,
      99n,
      100n,
      110n,
      13_000n,
      13_000n,
    ])
  })
})
