import { errorsAbi } from '@gimbal/contracts'
import { encodeErrorResult, type Hex, RawContractError } from 'viem'
import { describe, expect, it } from 'vitest'
import type { Agent } from '../../../relayer/src/chain/agent.ts'
import { carryOut } from '../../../relayer/src/hedge/carry-out.ts'
import { decideMarket } from '../../../relayer/src/hedge/decide.ts'
import type { Hedger } from '../../../relayer/src/hedge/hedger.ts'
import type { Split } from '../../../relayer/src/quant/routing/split.ts'
import { body, config, ledger, makeWorld, market, NOW, SPOKE, sendEpoch } from '../duties/make-world.ts'

const WAD = 10n ** 18n
const all: Split = {
  base: 40,
  quote: 120_000,
  price: 3_001,
  fixedCost: 0,
  orders: [{ venue: 4, base: 40, quote: 120_000, endRoot: 55 }],
}

/** A book of 100 sold calls with plenty of quote on a spoke under a live lease; a test spoils something. */
function setUp({
  quote = 400_000,
  held = 0,
  split = all,
}: {
  quote?: number
  held?: number
  split?: Split
} = {}) {
  const { state, hubSide } = makeWorld()
  hubSide.mandates.set(7n, { index: 0, body: body(7n), leaf: `0x${'77'.repeat(32)}` })
  sendEpoch(hubSide, 2n, NOW - 60)
  state.epoch = 2n
  state.ledgers.set(
    7n,
    ledger(7n, {
      received: BigInt(quote) * 10n ** 6n,
      bought: (BigInt(Math.round(held * 1e6)) * WAD) / 10n ** 6n,
    }),
  )
  let answer: () => unknown = () => ({})
  const open: { key: string }[] = []
  const agent = {
    id: SPOKE,
    config: config.chains[1],
    head: () => ({ number: 1, hash: '0x', parent: '0x', time: NOW, baseFee: 0n }),
    spoke: () => state,
    sender: { open: () => open },
    client: { call: async () => answer() },
  } as unknown as Agent
  const hedger: Hedger = {
    agent,
    sender: `0x${'aa'.repeat(20)}`,
    router: async () => split,
    decimals: { base: 18, quote: 6 },
    policy: config.policy,
    updateFee: async () => 2n,
  }
  const epoch = hubSide.epochs.get(2n)!
  const tick = { market: 1, price: 3_000n * WAD, time: NOW - 3, updates: ['0x12' as Hex] }
  return {
    state,
    open,
    refuse: (data: Hex) => {
      answer = () => {
        throw new RawContractError({ data, message: 'execution reverted' })
      }
    },
    fail: (error: Error) => {
      answer = () => {
        throw error
      }
    },
    decide: (more: object = {}) => carryOut(decideMarket(hedger, market, epoch, { ...tick, ...more })!),
  }
}

describe('deciding on a spoke', () => {
  it('hedges a book outside its band, and says on what grounds', async () => {
    const { decisions, intent } = await setUp().decide()
    expect(decisions).toMatchObject([
      { reason: 'hedged', book: '7', spoke: SPOKE, epoch: '2', price: 3_000, held: 0 },
    ])
    const [{ target, outer, inner, need }] = decisions as [Required<(typeof decisions)[number]>]
    expect(target).toBeGreaterThan(50)
    expect(need).toBeCloseTo(target - inner + 0.005, 6)
    expect(outer).toBeGreaterThan(inner)
    expect(intent).toMatchObject({ key: `hedge:${SPOKE}:1`, value: 2n, tickTime: NOW - 3 })
  })

  it('leaves a book inside its band alone', async () => {
    const { decisions, intent } = await setUp({ held: 53.5 }).decide()
    expect(decisions).toMatchObject([{ reason: 'inside band', need: 0 }])
    expect(intent).toBeUndefined()
  })

  it.each([
    ['paused', ({ state }) => Object.assign(state, { pausedUntil: NOW + 1 })],
    ['lease', ({ state }) => Object.assign(state, { leaseEnd: NOW - 3_600 })],
    ['interval', ({ state }) => state.lastHedge.set(1, NOW - 29)],
    ['pending', ({ open }) => open.push({ key: `hedge:${SPOKE}:1` })],
  ] satisfies [string, (stage: ReturnType<typeof setUp>) => unknown][])(
    'P2: does not trade: %s',
    async (reason, spoil) => {
      const stage = setUp()
      spoil(stage)
      const { decisions, intent } = await stage.decide()
      expect(decisions).toMatchObject([{ reason }])
      expect(intent).toBeUndefined()
    },
  )

  it('P2: trades on in grace', async () => {
    const stage = setUp()
    stage.state.leaseEnd = NOW - 3_599
    expect((await stage.decide()).intent).toBeDefined()
  })

  it('P2: does not trade on an old price', async () => {
    expect((await setUp().decide({ time: NOW - 61 })).decisions).toMatchObject([{ reason: 'stale price' }])
  })

  it('does not trade without quote or without anybody to trade with', async () => {
    expect((await setUp({ quote: 0 }).decide()).decisions).toMatchObject([{ reason: 'no inventory' }])
    const nobody = setUp({ split: { ...all, base: 0, orders: [] } })
    expect((await nobody.decide()).decisions).toMatchObject([{ reason: 'no liquidity' }])
  })

  it.each([
    ['budget', 'BudgetSpent', [`0x${'00'.repeat(32)}`, 5n, 4n]],
    ['sources disagree', 'SourcesDisagree', [3_300n, 3_000n, 1n]],
    ['refused', 'MixedMarkets', [1, 2]],
  ] as const)('takes a contract at its word: %s', async (reason, errorName, args) => {
    const stage = setUp()
    stage.refuse(encodeErrorResult({ abi: errorsAbi, errorName, args } as never))
    const { decisions, intent } = await stage.decide()
    expect(decisions).toMatchObject([{ reason, detail: expect.stringContaining(errorName) }])
    expect(intent).toBeUndefined()
  })

  it('does not take a dead node for a refusal', async () => {
    const stage = setUp()
    stage.fail(new Error('connection refused'))
    expect((await stage.decide()).decisions).toMatchObject([
      { reason: 'chain unreachable', detail: 'connection refused' },
    ])
  })
})
