import { RawContractError } from 'viem'
import { describe, expect, it } from 'vitest'
import type { Agent } from '../../relayer/src/chain/agent.ts'
import type { Intent } from '../../relayer/src/chain/intent.ts'
import { createDispatcher } from '../../relayer/src/dispatch.ts'
import type { Sent } from '../../relayer/src/handle.ts'
import type { TxOutcome, TxRecord } from '../../relayer/src/journal/journal.ts'
import { createLogger } from '../../relayer/src/logger.ts'

const record = (key: string): TxRecord => ({
  chain: 10,
  nonce: 0,
  key,
  purpose: 'test',
  attempts: [{ hash: '0x12', raw: '0x' }],
  createdAt: 0,
})
const intent = (key: string, more: Partial<Intent> = {}): Intent => ({
  chain: 10,
  key,
  purpose: 'test',
  to: `0x${'ee'.repeat(20)}`,
  data: '0x',
  gas: 1n,
  ...more,
})

/** An agent whose chain refuses the keys in `refused`, and remembers what was sent. */
function setUp() {
  const refused = new Set<string>()
  const open = new Set<string>()
  const tried: string[] = []
  const sent: string[] = []
  let time = 1_000
  let trouble: string | undefined
  const agent = {
    id: 10,
    head: () => ({ number: 1, hash: '0x', parent: '0x', time, baseFee: 0n }),
    trouble: () => trouble,
    client: {
      call: async ({ data }: { data: string }) => {
        const key = Buffer.from(data.slice(2), 'hex').toString()
        tried.push(key)
        if (refused.has(key)) throw new RawContractError({ data: '0x', message: 'execution reverted' })
      },
    },
    sender: {
      open: () => [...open].map(record),
      send: async ({ key }: Intent) => {
        sent.push(key)
        return record(key)
      },
    },
  } as unknown as Agent
  const reported: Sent[] = []
  const dispatcher = createDispatcher(`0x${'aa'.repeat(20)}`, createLogger('silent'), (entry) =>
    reported.push(entry),
  )
  const wish = (key: string, more: Partial<Intent> = {}) =>
    intent(key, { data: `0x${Buffer.from(key).toString('hex')}`, ...more })
  return {
    agent,
    dispatcher,
    refused,
    open,
    tried,
    sent,
    reported,
    wish,
    at: (next: number) => {
      time = next
    },
    lose: (why: string | undefined) => {
      trouble = why
    },
    ended: (key: string, outcome: TxOutcome) => dispatcher.settled([{ record: record(key), outcome }], time),
  }
}

describe('dispatching', () => {
  it('tries first, then sends, in order', async () => {
    const { dispatcher, agent, wish, tried, sent, reported } = setUp()
    await dispatcher.send(agent, [wish('a'), wish('b')])
    expect(tried).toEqual(['a', 'b'])
    expect(sent).toEqual(['a', 'b'])
    expect(reported).toMatchObject([{ purpose: 'test', hash: '0x12' }, {}])
  })

  it('does not send what would be refused, and asks again a minute later', async () => {
    const { dispatcher, agent, wish, refused, tried, sent, at } = setUp()
    refused.add('a')
    await dispatcher.send(agent, [wish('a'), wish('b')])
    expect(sent).toEqual(['b'])
    refused.clear()
    at(1_059)
    await dispatcher.send(agent, [wish('a')])
    expect(tried).toEqual(['a', 'b'])
    at(1_060)
    await dispatcher.send(agent, [wish('a')])
    expect(sent).toEqual(['b', 'a'])
  })

  it('sends one wish of a kind at a time', async () => {
    const { dispatcher, agent, wish, open, sent } = setUp()
    open.add('a')
    await dispatcher.send(agent, [wish('a'), wish('b')])
    expect(sent).toEqual(['b'])
  })

  it('sends nothing to a chain it cannot reach', async () => {
    const { dispatcher, agent, wish, sent, lose } = setUp()
    lose('connection refused')
    expect(await dispatcher.send(agent, [wish('a')])).toEqual([])
    lose(undefined)
    await dispatcher.send(agent, [wish('a')])
    expect(sent).toEqual(['a'])
  })

  it('sends untried what builds on what was sent just before, and else only what stands on its own', async () => {
    const { dispatcher, agent, wish, tried, sent } = setUp()
    const follower = (key: string, anyway: boolean) => wish(key, { after: { keys: ['publish'], anyway } })
    await dispatcher.send(agent, [wish('publish'), follower('beat', false)])
    expect([tried, sent]).toEqual([['publish'], ['publish', 'beat']])
    await dispatcher.send(agent, [follower('alone', false), follower('due', true)])
    expect(sent).toEqual(['publish', 'beat', 'due'])
    expect(tried).toEqual(['publish', 'due'])
  })

  it('sends what stands in for another only where that one is refused', async () => {
    const { dispatcher, agent, wish, open, refused, sent, ended, at } = setUp()
    const either = () => [wish('free', { insteadOf: ['paid'] }), wish('paid', { insteadOf: ['free'] })]
    await dispatcher.send(agent, either())
    expect(sent).toEqual(['free'])
    // Under way, though no longer the first of the two.
    open.add('free')
    await dispatcher.send(agent, either().toReversed())
    expect(sent).toEqual(['free'])
    open.clear()
    ended('free', 'mined')
    refused.add('free')
    await dispatcher.send(agent, either())
    expect(sent).toEqual(['free', 'paid'])
    open.add('paid')
    refused.clear()
    at(1_060)
    await dispatcher.send(agent, either())
    expect(sent).toEqual(['free', 'paid'])
  })

  it('gives what failed in its block one more try at once, then longer and longer pauses', async () => {
    const { dispatcher, agent, wish, sent, at, ended } = setUp()
    const attempt = async (time: number) => {
      at(time)
      const before = sent.length
      await dispatcher.send(agent, [wish('a')])
      return sent.length > before
    }
    expect(await attempt(1_000)).toBe(true)
    ended('a', 'reverted')
    expect(await attempt(1_000)).toBe(true)
    ended('a', 'reverted')
    expect(await attempt(1_059)).toBe(false)
    expect(await attempt(1_060)).toBe(true)
    ended('a', 'reverted')
    expect(await attempt(1_179)).toBe(false)
    expect(await attempt(1_180)).toBe(true)
    ended('a', 'mined')
    expect(await attempt(1_180)).toBe(true)
  })
})
