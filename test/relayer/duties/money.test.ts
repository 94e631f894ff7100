import { iFundingAbi, iSettlementAbi } from '@gimbal/contracts'
import { decodeFunctionData, type Hex } from 'viem'
import { describe, expect, it } from 'vitest'
import { fundDuty } from '../../../relayer/src/duties/fund.ts'
import { type SettlementSources, settleDuty } from '../../../relayer/src/duties/settle.ts'
import { createTickHistory } from '../../../relayer/src/market/tick-history.ts'
import { body, entry, ledger, makeWorld, NOW } from './make-world.ts'

const decimals = { base: 18, quote: 6 }
const usdc = (amount: number) => BigInt(Math.round(amount)) * 10n ** 6n

function amountOf(data: Hex): { readonly call: string; readonly amount: number } {
  const { functionName, args } = decodeFunctionData({ abi: iFundingAbi, data })
  return { call: functionName, amount: Number(args![2]) / 1e6 }
}

function stand({ cash = 0, received = 0, paid = 0, bought = 0, sent = 0 }) {
  const made = makeWorld()
  made.book({ cash: usdc(cash) })
  made.hubSide.mandates.set(7n, { index: 0, body: body(7n), leaf: '0x' })
  made.hubSide.funds.set(7n, entry(7n, usdc(Math.max(sent, received))))
  made.state.ledgers.set(
    7n,
    ledger(7n, { received: usdc(received), paid: usdc(paid), bought: BigInt(bought) * 10n ** 18n }),
  )
  return made
}

describe('funding', () => {
  it('sends what walking to the target may take', () => {
    const { world } = stand({ cash: 400_000 })
    const [intent] = fundDuty(world, decimals)
    const { call, amount } = amountOf(intent!.data)
    expect(call).toBe('fund')
    // 100 sold calls want about 82 at +16 %: 82 · 3,480, a tenth more
    expect(amount).toBeGreaterThan(270_000)
    expect(amount).toBeLessThan(340_000)
  })

  it('counts what is on its way', () => {
    expect(fundDuty(stand({ cash: 400_000, sent: 300_000 }).world, decimals)).toEqual([])
  })

  it('never sends all the hub has', () => {
    const [intent] = fundDuty(stand({ cash: 100_000 }).world, decimals)
    expect(amountOf(intent!.data).amount).toBe(95_000)
    expect(fundDuty(stand({ cash: 0 }).world, decimals)).toEqual([])
  })

  it('calls back what a book in debt has to spare', () => {
    const { world } = stand({ cash: -20_000, received: 400_000, paid: 160_000, bought: 54 })
    const [intent] = fundDuty(world, decimals)
    expect(amountOf(intent!.data)).toEqual({ call: 'recall', amount: 22_000 })
  })

  it('calls back what is far too much, once', () => {
    const made = stand({ cash: 10_000, received: 400_000, bought: 80 })
    const [intent] = fundDuty(made.world, decimals)
    const { call, amount } = amountOf(intent!.data)
    expect(call).toBe('recall')
    expect(amount).toBeGreaterThan(300_000)
    made.hubSide.funds.set(7n, entry(7n, usdc(400_000), usdc(amount)))
    expect(fundDuty(made.world, decimals)).toEqual([])
  })

  it('does nothing without a price', () => {
    expect(fundDuty({ ...stand({ cash: 400_000 }).world, prices: new Map() }, decimals)).toEqual([])
  })
})

describe('settling', () => {
  const sources: SettlementSources = {
    rounds: async () => ({ base: 11n, quote: 12n }),
    ticks: createTickHistory(),
    updateFee: async () => 2n,
  }
  const blind = { ...sources, rounds: async () => undefined }
  const series = (expiry: number) => (1n << 224n) | (BigInt(expiry) << 184n) | (3_000n << 56n)

  function expiring(expiry: number) {
    const made = makeWorld()
    made.book({ positions: new Map([[series(expiry), -5n]]) })
    made.book({ id: 8n, positions: new Map([[series(expiry), 5n]]) })
    made.hubState.expiries.set(`1:${expiry}`, { market: 1, expiry, stored: new Set(), settled: false })
    return { ...made, expiry: made.hubState.expiries.get(`1:${expiry}`)! }
  }
  const names = (intents: readonly { readonly data: Hex }[]) =>
    intents.map(({ data }) => {
      const { functionName, args } = decodeFunctionData({ abi: iSettlementAbi, data })
      return [functionName, args![2]]
    })

  it('stores each instant once it has passed', async () => {
    const { world, expiry } = expiring(NOW + 200)
    // instants of the window of 900 lie at -400, -100 and +200
    expect(names(await settleDuty(world, sources))).toEqual([
      ['storeInstant', 1],
      ['storeInstant', 2],
    ])
    expiry.stored.add(1)
    expect(names(await settleDuty(world, sources))).toEqual([['storeInstant', 2]])
    expect(await settleDuty(world, blind)).toEqual([])
    expect(await settleDuty(expiring(NOW + 5_000).world, sources)).toEqual([])
  })

  it('turns to the second source after the grace, with the first update since the instant', async () => {
    const ticks = createTickHistory()
    const { world, expiry } = expiring(NOW - 4_000)
    expiry.stored.add(1).add(2)
    const late: SettlementSources = { ...blind, ticks }
    expect(names(await settleDuty(world, late))).toEqual([['finalise', undefined]])
    for (const time of [NOW - 4_020, NOW - 3_990, NOW - 3_960]) {
      ticks.add({ market: 1, price: 1n, time, updates: [`0x${(NOW - time).toString(16).padStart(4, '0')}`] })
    }
    const [intent] = await settleDuty(world, late)
    const { functionName, args } = decodeFunctionData({ abi: iSettlementAbi, data: intent!.data })
    expect([functionName, ...args!]).toEqual(['storeInstantPull', 1, NOW - 4_000, 3, ['0x0f96']])
    expect(intent!.value).toBe(2n)
    expect(ticks.firstSince(1, NOW - 5_000)).toBeUndefined()
  })

  it('fixes the price and then pays every holder', async () => {
    const { world, expiry } = expiring(NOW - 10)
    for (const index of [1, 2, 3]) expiry.stored.add(index)
    expect(names(await settleDuty(world, sources))).toEqual([['finalise', undefined]])
    expiry.settled = true
    const [intent, ...more] = await settleDuty(world, sources)
    expect(more).toEqual([])
    const { args } = decodeFunctionData({ abi: iSettlementAbi, data: intent!.data })
    expect(args).toEqual([series(NOW - 10), [7n, 8n]])
    for (const book of world.hubState.books.values()) book.positions.clear()
    expect(await settleDuty(world, sources)).toEqual([])
  })
})
