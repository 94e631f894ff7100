import { describe, expect, it } from 'vitest'
import { compileBody } from '../../../relayer/src/hedge/compiled-body.ts'
import { booksOf } from '../../../relayer/src/hedge/market-books.ts'
import { marketTerms } from '../../../relayer/src/hedge/market-terms.ts'
import { bodyTarget } from '../../../relayer/src/quant/target.ts'
import type { MandateBody } from '../../../relayer/src/transport/hub-state.ts'
import { body, makeWorld, market, NOW, sendEpoch } from '../duties/make-world.ts'

const WAD = 10n ** 18n

/** Four books of a market, of which two share a series at another vol, one has a ladder and one nothing; a fifth elsewhere. */
function epoch() {
  const { hubSide } = makeWorld()
  const plain = body(7n)
  const [leg] = plain.legs
  if (!leg) throw new Error('the body has no leg')
  const ladder = {
    lowestSpot: 1_000n * WAD,
    step: 2n * WAD,
    nodes: 4,
    times: [BigInt(NOW - 60), BigInt(NOW + 3_600)],
    deltas: [1n, 2n, 4n, 8n, 1n, 3n, 5n, 9n].map((delta) => delta * WAD),
    gammas: Array.from({ length: 8 }, () => WAD / 1_000n),
    firstVariance: WAD / 50n,
    lastVariance: WAD / 60n,
    errorBound: 0n,
  }
  const bodies: readonly (readonly [bigint, Partial<MandateBody>])[] = [
    [9n, {}],
    [7n, { legs: [{ ...leg, vol: WAD }, leg], offset: 3n * WAD, share: WAD / 4n }],
    [12n, { legs: [], ladder } as unknown as Partial<MandateBody>],
    [8n, { legs: [] }],
    [10n, { market: 2 }],
  ]
  for (const [index, [book, change]] of bodies.entries()) {
    hubSide.mandates.set(book, {
      index,
      body: { ...plain, ...change },
      leaf: `0x${String(index).repeat(64)}`,
    })
  }
  sendEpoch(hubSide, 2n, NOW - 60)
  const sent = hubSide.epochs.get(2n)
  if (!sent) throw new Error('no epoch was sent')
  return sent
}

describe('the books of a market under an epoch', () => {
  const terms = marketTerms(market)

  it('have the target that each body has by itself, in order of their numbers', () => {
    const inForce = epoch()
    for (const [price, time] of [
      [3_000, NOW],
      [3_333.25, NOW],
      [3_333.25, NOW + 600],
      [20_000, NOW + 600],
    ] as const) {
      const targets = booksOf(inForce, terms).at(price, time)
      expect(targets.map(({ book }) => book)).toEqual([7n, 8n, 9n, 12n])
      for (const { published, target, gamma, variance, inside } of targets) {
        const alone = bodyTarget(compileBody(published.body), price, time, terms.settlement)
        expect(target).toBeCloseTo(alone.target, 10)
        expect(gamma).toBeCloseTo(alone.gamma, 12)
        expect(variance).toBeCloseTo(alone.variance, 15)
        expect(inside).toBe(alone.inside)
      }
    }
  })

  it('are indexed once', () => {
    const inForce = epoch()
    expect(booksOf(inForce, terms)).toBe(booksOf(inForce, terms))
    expect(booksOf(epoch(), terms)).not.toBe(booksOf(inForce, terms))
  })
})
