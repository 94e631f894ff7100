import { parseTransaction, RpcRequestError } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, it } from 'vitest'
import type { Header } from '../../../relayer/src/chain/headers.ts'
import type { Intent } from '../../../relayer/src/chain/intent.ts'
import { createSender } from '../../../relayer/src/chain/sender.ts'
import type { Journal } from '../../../relayer/src/journal/journal.ts'
import { memoryJournal } from '../../../relayer/src/journal/memory-journal.ts'
import { createLogger } from '../../../relayer/src/logger.ts'
import { fakeChain } from './fake-chain.ts'

const account = privateKeyToAccount(`0x${'01'.repeat(32)}`)
const intent: Intent = {
  chain: 10,
  key: 'hedge:10:1',
  purpose: 'hedge',
  to: `0x${'ee'.repeat(20)}`,
  data: '0x1234',
  gas: 100_000n,
  tickTime: 1_000,
}
const head = (time: number): Header => ({
  number: Math.floor(time / 10),
  hash: '0x',
  parent: '0x',
  time,
  baseFee: 7n,
})

function setUp(journal: Journal = memoryJournal(), chain = fakeChain()) {
  const sender = createSender({
    chain: 10,
    client: chain.client,
    account,
    journal,
    finality: 8,
    rebroadcastAfter: 100,
    priorityFeeGwei: 1,
    logger: createLogger('silent'),
  })
  return { chain, journal, sender }
}

describe('sending', () => {
  it('journals the signed transaction before it is broadcast', async () => {
    const { chain, journal, sender } = setUp()
    let before = 0
    chain.onSend(() => {
      before = 1
    })
    const open: number[] = []
    const watching: Journal = {
      ...journal,
      record: async (record) => {
        open.push(before)
        await journal.record(record)
      },
    }
    const watched = setUp(watching, chain).sender
    await watched.send(intent, head(1_000))
    expect(open).toEqual([0])
    expect(before).toBe(1)
    expect(sender.open()).toHaveLength(0)
  })

  it('gives rising nonces and settles what was mined or reverted', async () => {
    const { chain, sender, journal } = setUp()
    const first = await sender.send(intent, head(1_000))
    const second = await sender.send({ ...intent, key: 'report:10' }, head(1_000))
    expect([first.nonce, second.nonce]).toEqual([0, 1])
    chain.mine()
    chain.include(first.attempts[0]!.hash)
    chain.include(second.attempts[0]!.hash, 'reverted')
    const settled = await sender.settle(head(1_010))
    expect(settled.map(({ outcome }) => outcome)).toEqual(['mined', 'reverted'])
    expect(sender.open()).toHaveLength(0)
    expect(await journal.open()).toHaveLength(0)
  })

  it.each(['before the broadcast', 'after the broadcast', 'after it was mined'])(
    'killed %s, the next run sends the same transaction or none',
    async (moment) => {
      const chain = fakeChain()
      const journal = memoryJournal()
      chain.mine()
      const first = setUp(journal, chain).sender
      if (moment === 'before the broadcast') chain.kill()
      // the nonce is asked for before anything is signed
      chain.revive()
      if (moment === 'before the broadcast') {
        chain.onSend(() => {
          throw new Error('killed')
        })
      }
      const sent = await first.send(intent, head(1_000))
      chain.onSend(() => undefined)
      if (moment === 'after it was mined') chain.include(sent.attempts[0]!.hash)

      const open = await journal.open()
      expect(open).toHaveLength(1)
      const { sender } = setUp(journal, chain)
      await sender.resume(open)
      expect(sender.open().map(({ key }) => key)).toEqual([intent.key])
      const settled = await sender.settle(head(1_010))
      const distinct = new Set(chain.raws)
      expect(distinct.size).toBe(1)
      if (moment === 'after it was mined') expect(settled[0]?.outcome).toBe('mined')
      else expect(chain.raws.at(-1)).toBe(sent.attempts[0]!.raw)
    },
  )

  it('broadcasts again what is late, and dearer what stays out', async () => {
    const { chain, sender } = setUp()
    const { attempts } = await sender.send(intent, head(1_000))
    await sender.settle(head(1_050))
    expect(chain.raws).toHaveLength(1)
    await sender.settle(head(1_100))
    expect(chain.raws).toEqual([attempts[0]!.raw, attempts[0]!.raw])
    await sender.settle(head(2_000))
    const last = parseTransaction(chain.raws.at(-1) as `0x02${string}`)
    const first = parseTransaction(attempts[0]!.raw as `0x02${string}`)
    expect(last.nonce).toBe(first.nonce)
    expect(last.maxPriorityFeePerGas! > 2n * first.maxPriorityFeePerGas!).toBe(true)
    expect(last.data).toBe(first.data)
  })

  it('opens again what a reorganisation took out', async () => {
    const { chain, sender } = setUp()
    const { attempts } = await sender.send(intent, head(1_000))
    chain.mine()
    chain.include(attempts[0]!.hash)
    expect(await sender.settle(head(1_010))).toHaveLength(1)
    chain.exclude(attempts[0]!.hash)
    sender.rollback(-1)
    expect(sender.open()).toHaveLength(1)
    await sender.settle(head(1_020))
    expect(chain.raws).toEqual([attempts[0]!.raw, attempts[0]!.raw])
  })

  it('gives up what stands beyond a gap of nonces that a deep reorganisation left, and fills the gap', async () => {
    const { chain, sender, journal } = setUp()
    const early = await sender.send(intent, head(1_000))
    chain.mine()
    chain.include(early.attempts[0]!.hash)
    await sender.settle(head(1_010))
    // by then the first one is long final and forgotten
    const late = await sender.send({ ...intent, key: 'report:10' }, head(2_000))
    await sender.settle(head(2_000))
    expect(late.nonce).toBe(1)
    chain.exclude(early.attempts[0]!.hash)
    sender.rollback(-1)
    const settled = await sender.settle(head(2_010))
    expect(settled).toMatchObject([{ record: { nonce: 1 }, outcome: 'lost' }])
    expect(await journal.open()).toHaveLength(0)
    expect((await sender.send(intent, head(2_020))).nonce).toBe(0)
  })

  it('drops what the node will not have, and uses its nonce again', async () => {
    const { chain, sender } = setUp()
    chain.onSend(() => {
      throw new RpcRequestError({
        body: {},
        url: 'http://node',
        error: { code: -32_000, message: 'insufficient funds for gas * price + value' },
      })
    })
    await sender.send(intent, head(1_000))
    expect(sender.open()).toHaveLength(0)
    chain.onSend(() => undefined)
    expect((await sender.send(intent, head(1_010))).nonce).toBe(0)
  })

  it('takes a node that knows the transaction already for a success', async () => {
    const { chain, sender } = setUp()
    chain.onSend(() => {
      throw new RpcRequestError({
        body: {},
        url: 'http://node',
        error: { code: -32_000, message: 'transaction already imported' },
      })
    })
    await sender.send(intent, head(1_000))
    expect(sender.open()).toHaveLength(1)
  })
})
