import { describe, expect, it } from 'vitest'
import type { LocalChain } from '../../relayer/localnet/chain/local-chain.ts'
import { BLOCK_TIME, conduct, type Step } from '../../relayer/localnet/conductor/conductor.ts'
import { truthOf } from '../../relayer/localnet/conductor/truth.ts'
import { ETH_LIKE, simulatedPath } from '../../relayer/localnet/market/simulated.ts'
import { delaySchema, messageDelay } from '../../relayer/src/carrier/delay.ts'

const start = ETH_LIKE.start

/** Conducts a while over chains that only write down when they mined. */
async function rehearse(options: {
  readonly seed: number
  readonly sender?: number
  readonly stopAfter?: number
}) {
  const mined = new Map<number, number[]>()
  const steps: Step[] = []
  const told: { readonly time: number; readonly price: bigint }[] = []
  const stop = new AbortController()
  const chain = (id: number) =>
    ({
      id,
      mine: async (time: number) => {
        mined.set(id, [...(mined.get(id) ?? []), time - start])
      },
    }) as unknown as LocalChain
  let followed = 0
  const conductor = conduct({
    chains: [chain(1), chain(2)],
    actors: new Map(),
    truth: truthOf(simulatedPath(options.seed), options.seed),
    publisher: {
      address: '0x',
      publish: async (time, base) => ({ time, price: BigInt(Math.round(base * 100)), updates: ['0x', '0x'] }),
    },
    market: 1,
    relayer: {
      follow: async () => {
        followed += 1
      },
      tick: async (prices: typeof told) => {
        told.push(...prices)
        expect(followed).toBe(told.length)
        return { time: 0, decisions: [], sent: [], decisionMs: 1, waitedMs: 0, errors: [] }
      },
    } as never,
    carrier: { tick: async () => ({ seen: 0, delivered: 0, dropped: 0, waiting: 0, awaiting: [] }) },
    updaters: { tick: async () => undefined },
    takePending: () => new Set(options.sender === undefined ? [] : [options.sender]),
    start,
    seed: options.seed,
    speed: 'max',
    signal: stop.signal,
    onStep: (step) => {
      steps.push(step)
      if (steps.length === options.stopAfter) stop.abort()
    },
  })
  await conductor.until(start + 10 * BLOCK_TIME)
  return { mined, steps, told, conductor }
}

describe('the conductor', () => {
  it('sets the clocks of all chains together, from the first price on', async () => {
    const { mined } = await rehearse({ seed: 1 })
    const times = Array.from({ length: 11 }, (_, i) => i * BLOCK_TIME)
    expect(mined.get(1)).toEqual(times)
    expect(mined.get(2)).toEqual(times)
  })

  it('mines what was sent a while later, before the next block, the same for a seed', async () => {
    const { mined } = await rehearse({ seed: 1, sender: 2 })
    const late = mined.get(2)!.filter((time) => time % BLOCK_TIME !== 0)
    expect(late).toHaveLength(11)
    for (const time of late) {
      expect(time % BLOCK_TIME).toBeGreaterThanOrEqual(2)
      expect(time % BLOCK_TIME).toBeLessThanOrEqual(20)
    }
    expect((await rehearse({ seed: 1, sender: 2 })).mined.get(2)).toEqual(mined.get(2))
    expect((await rehearse({ seed: 2, sender: 2 })).mined.get(2)).not.toEqual(mined.get(2))
    // Who sends does not change when things are mined.
    const other = (await rehearse({ seed: 1, sender: 1 })).steps.map(({ minedAfter }) => minedAfter.get(1))
    expect(other).toEqual(
      (await rehearse({ seed: 1, sender: 1 })).steps.map(({ minedAfter }) => minedAfter.get(1)),
    )
  })

  it('never shows the relayer the price of the moment', async () => {
    const { told, steps } = await rehearse({ seed: 1 })
    for (const [at, { time }] of told.entries()) {
      expect(time).toBeLessThanOrEqual(steps[at]!.truth.time)
      if (at > 0) expect(time).toBe(steps[at]!.truth.time - 3)
    }
  })

  it('goes on where it was, and stops at a signal', async () => {
    const { mined, conductor } = await rehearse({ seed: 1, stopAfter: 4 })
    expect(mined.get(1)).toHaveLength(4)
    await conductor.until(start + 20 * BLOCK_TIME)
    expect(mined.get(1)).toHaveLength(4)
  })
})

describe('messages', () => {
  const message = (nonce: number, family = 0) => ({
    family,
    fromChain: 1,
    toChain: 2,
    nonce: BigInt(nonce),
    sentAt: 1_000,
  })

  const delayOf = (seed: number, from = 0) => messageDelay(delaySchema.parse({ seed, from }))

  it('take seconds to minutes, each its own time, the same for a seed', () => {
    const delay = delayOf(5)
    const delays = Array.from({ length: 500 }, (_, i) => delay(message(i))).toSorted((a, b) => a - b)
    expect(delays[0]).toBeGreaterThanOrEqual(8)
    expect(delays.at(-1)).toBeLessThanOrEqual(420)
    expect(delays[250]).toBeGreaterThan(35)
    expect(delays[250]).toBeLessThan(55)
    expect(delay(message(3))).toBe(delayOf(5)(message(3)))
    expect(Array.from({ length: 9 }, (_, i) => delay(message(i, 1)))).not.toEqual(
      Array.from({ length: 9 }, (_, i) => delay(message(i, 2))),
    )
  })
  it('that leave before the first price travel at once', () => {
    expect(delayOf(5, 1_001)(message(3))).toBe(0)
    expect(delayOf(5, 1_000)(message(3))).toBe(delayOf(5)(message(3)))
  })
})
