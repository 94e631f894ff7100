import { iBooksAbi, iHedgeExecutorAbi, iSpokeVaultAbi } from '@gimbal/contracts'
import type { Abi, Hex } from 'viem'
import { describe, expect, it } from 'vitest'
import type { AddressBook } from '../../../relayer/src/chain/contracts.ts'
import { createFold } from '../../../relayer/src/chain/fold.ts'
import { createLogSync } from '../../../relayer/src/chain/log-sync.ts'
import { applyHubEvent } from '../../../relayer/src/transport/hub-events.ts'
import { emptyHub } from '../../../relayer/src/transport/hub-state.ts'
import { emitted, fakeChain } from './fake-chain.ts'

const books: Hex = `0x${'b0'.repeat(20)}`
const who: AddressBook = new Map([[books, 'books']])

const opened = (book: bigint) =>
  emitted(books, iBooksAbi as Abi, 'BookOpened', {
    book,
    owner: `0x${'0e'.repeat(20)}`,
    market: 1,
    hedged: true,
  })
const cash = (book: bigint, amount: bigint) =>
  emitted(books, iBooksAbi as Abi, 'CashMoved', { book, reason: 0, amount, cash: amount })

function setUp(finality = 8) {
  const chain = fakeChain()
  const sync = createLogSync({ client: chain.client, who, startBlock: 0, finality, logRange: 3 })
  const fold = createFold({ initial: emptyHub, apply: applyHubEvent, finality })
  const step = async () => {
    const found = await sync()
    if (found.rollbackTo !== undefined) fold.rollback(found.rollbackTo)
    fold.advance(found.events, found.head.number)
    return found
  }
  return { chain, step, fold }
}

describe('following a chain', () => {
  it('reads every log once, in ranges', async () => {
    const { chain, step, fold } = setUp()
    chain.mine([opened(1n)])
    for (let i = 0; i < 10; i++) chain.mine([cash(1n, BigInt(i))])
    await step()
    expect(fold.state().books.get(1n)?.cash).toBe(9n)
    chain.mine([cash(1n, 77n)])
    expect((await step()).events).toHaveLength(1)
    expect((await step()).events).toHaveLength(0)
    expect(fold.state().books.get(1n)?.cash).toBe(77n)
  })

  it('ignores events that no interface names, and contracts it does not know', async () => {
    const { chain, step } = setUp()
    chain.mine([
      { address: books, topics: [`0x${'12'.repeat(32)}`], data: '0x' },
      emitted(`0x${'aa'.repeat(20)}`, iSpokeVaultAbi as Abi, 'PoolArrived', { amount: 1n, pool: 1n }),
      emitted(books, iHedgeExecutorAbi as Abi, 'ActiveSet', { book: 1n, active: true }),
    ])
    expect((await step()).events).toHaveLength(0)
  })

  it('takes back what a reorganisation undid and takes in the other branch', async () => {
    const { chain, step, fold } = setUp()
    chain.mine([opened(1n)])
    await step()
    chain.mine([cash(1n, 5n)])
    await step()
    chain.mine([cash(1n, 6n)])
    await step()
    chain.reorg(2)
    chain.mine([cash(1n, 8n)])
    chain.mine()
    chain.mine()
    const found = await step()
    expect(found.rollbackTo).toBe(0)
    expect(fold.state().books.get(1n)?.cash).toBe(8n)
  })

  it('notices a branch that is no longer than ours', async () => {
    const { chain, step, fold } = setUp()
    chain.mine([opened(1n)])
    await step()
    chain.mine([cash(1n, 5n)])
    await step()
    chain.reorg(1)
    await step()
    expect(fold.state().books.get(1n)?.cash).toBe(0n)
  })

  it('rolls back from a checkpoint as from the beginning', async () => {
    const { chain, step, fold } = setUp(4)
    chain.mine([opened(1n)])
    for (let i = 1; i <= 40; i++) {
      chain.mine([cash(1n, BigInt(i))])
      await step()
    }
    chain.reorg(3)
    chain.mine()
    await step()
    expect(fold.state().books.get(1n)?.cash).toBe(37n)
  })

  it.each([3, 5, 9, 38])(
    'starts over by itself when %i blocks go, more than it can take back',
    async (gone) => {
      const { chain, step, fold } = setUp(2)
      chain.mine([opened(1n)])
      for (let i = 1; i <= 40; i++) {
        chain.mine([cash(1n, BigInt(i))])
        await step()
      }
      chain.reorg(gone)
      for (let i = 0; i <= gone; i++) chain.mine(i === 0 ? [opened(2n)] : [])
      const found = await step()
      expect(found.rollbackTo).toBe(-1)
      expect(fold.state().books.get(1n)?.cash).toBe(BigInt(40 - gone))
      expect([...fold.state().books.keys()]).toEqual([1n, 2n])
      chain.mine([cash(1n, 99n)])
      expect((await step()).rollbackTo).toBeUndefined()
      chain.reorg(1)
      chain.mine()
      expect((await step()).rollbackTo).toBeGreaterThan(0)
      expect(fold.state().books.get(1n)?.cash).toBe(BigInt(40 - gone))
    },
  )

  it('does not take a node that is far behind for a reorganisation', async () => {
    const { chain, step, fold } = setUp(2)
    chain.mine([opened(1n)])
    for (let i = 1; i <= 20; i++) {
      chain.mine([cash(1n, BigInt(i))])
      await step()
    }
    chain.reorg(15)
    await expect(step()).rejects.toThrow('far behind')
    expect(fold.state().books.get(1n)?.cash).toBe(20n)
  })

  it('goes on where it was after the node was away', async () => {
    const { chain, step, fold } = setUp()
    chain.mine([opened(1n)])
    await step()
    chain.kill()
    await expect(step()).rejects.toThrow('connection refused')
    chain.mine([cash(1n, 5n)])
    chain.revive()
    await step()
    expect(fold.state().books.get(1n)?.cash).toBe(5n)
  })
})
