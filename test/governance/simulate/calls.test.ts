import { artifact } from '@gimbal/contracts'
import { type Address, encodeFunctionData } from 'viem'
import { describe, expect, it } from 'vitest'
import type { Context } from '../../../governance/src/actions/call.ts'
import { fieldOf, keyOf } from '../../../governance/src/parameter/key.ts'
import { decodeCalls } from '../../../governance/src/simulate/report/calls.ts'

const at = (digit: string): Address => `0x${digit.repeat(40)}`
const symbols = { base: 'WETH', quote: 'USDC', quoteDecimals: 6 }
const context = {
  network: {
    sites: [
      {
        deployment: {
          name: 'hub',
          role: 'hub',
          chainId: 1,
          contracts: { RiskParameters: at('1'), HedgeTransport: at('2'), 'LocalGateway 0': at('3') },
        },
      },
      { deployment: { name: 'spoke-a', role: 'spoke', chainId: 2, contracts: { HedgeTransport: at('4') } } },
    ],
  },
  names: { markets: [{ id: 1, name: 'WETH/USDC', symbols }] },
} as unknown as Context

const one = (target: Address, data: `0x${string}`) =>
  decodeCalls(context, { targets: [target], values: [0n], calldatas: [data] })[0]

describe('calls for people', () => {
  it('name fields, markets, spokes and units of a batch of changes', () => {
    const { abi } = artifact('RiskParameters')
    const key = keyOf(fieldOf('hedgeBand.costRate'), { market: 1, spoke: 2 })
    const change = { key, value: 9n * 10n ** 14n, expected: 6n * 10n ** 14n, tolerance: 10n ** 14n }
    const args = [[change], `0x${'00'.repeat(32)}`] as const
    expect(one(at('1'), encodeFunctionData({ abi, functionName: 'change', args }))).toEqual({
      contract: 'RiskParameters',
      function: 'change',
      arguments: [
        { name: 'hedgeBand.costRate WETH/USDC spoke-a', value: '0.06 % -> 0.09 %, give or take 0.01 %' },
      ],
    })
  })

  it('name contracts instead of addresses, and the chain of those of spokes', () => {
    const { abi } = artifact('HedgeTransport')
    const data = encodeFunctionData({ abi, functionName: 'setGateway', args: [at('3'), 1, true] })
    expect(one(at('2'), data)?.arguments[0]).toEqual({ name: 'gateway', value: 'LocalGateway 0' })
    expect(one(at('4'), data)?.contract).toBe('HedgeTransport of spoke-a')
  })

  it('name the coins that go with them, and a bare payment', () => {
    const calls = {
      targets: [at('9'), at('9')],
      values: [0n, 25n * 10n ** 16n],
      calldatas: ['0x', '0x'],
    } as const
    expect(decodeCalls(context, calls)).toEqual([
      { contract: at('9'), function: 'receive', arguments: [] },
      { contract: at('9'), function: 'receive', arguments: [], value: '0.25 ETH' },
    ])
  })

  it('show what nobody can read as it is', () => {
    expect(one(at('9'), '0x12345678')).toMatchObject({ contract: at('9'), function: '0x12345678' })
    expect(one(at('1'), '0x12345678')?.arguments).toEqual([{ name: 'data', value: '0x12345678' }])
  })
})
