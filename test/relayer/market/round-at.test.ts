import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ChainClient } from '../../../relayer/src/chain/client.ts'
import { createRoundFinder } from '../../../relayer/src/market/round-at.ts'

const PHASE = 3n << 64n
const [router, base, quote] = ['0x01', '0x02', '0x03'] as const

/** Feeds whose rounds of the current phase were updated at the given times; older phases are gone. */
function finder(times: Readonly<Record<string, readonly number[]>>) {
  const client = {
    readContract: async ({
      address,
      functionName,
      args,
    }: {
      address: string
      functionName: string
      args?: readonly bigint[]
    }) => {
      if (functionName === 'sourcesOf') return { basePush: base, quotePush: quote }
      const rounds = times[address]!
      const id = functionName === 'latestRoundData' ? PHASE + BigInt(rounds.length) : args![0]!
      const time = rounds[Number(id - PHASE) - 1]
      if (time === undefined) throw new Error('No data present')
      return [id, 1n, BigInt(time), BigInt(time), id]
    },
  } as unknown as ChainClient
  return createRoundFinder(client, router)
}

describe('the round in force at an instant', () => {
  it('is the last one updated by then, on both feeds', async () => {
    const find = finder({ [base]: [10, 20, 30], [quote]: [5, 25] })
    expect(await find(1, 20)).toEqual({ base: PHASE + 2n, quote: PHASE + 1n })
    expect(await find(1, 99)).toEqual({ base: PHASE + 3n, quote: PHASE + 2n })
    expect(await find(1, 9)).toBeUndefined()
  })

  it('is found however many rounds there are', async () => {
    const rising = fc
      .uniqueArray(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 60 })
      .map((list) => list.toSorted((a, b) => a - b))
    await fc.assert(
      fc.asyncProperty(rising, fc.integer({ min: 1, max: 10_000 }), async (list, instant) => {
        const found = await finder({ [base]: list, [quote]: list })(1, instant)
        const expected = list.filter((time) => time <= instant).length
        expect(found?.base).toBe(expected === 0 ? undefined : PHASE + BigInt(expected))
      }),
    )
  })
})
