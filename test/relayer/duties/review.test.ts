import { describe, expect, it } from 'vitest'
import type { Agent } from '../../../relayer/src/chain/agent.ts'
import { createReview } from '../../../relayer/src/duties/review.ts'
import { marketTerms } from '../../../relayer/src/hedge/market-terms.ts'
import { listVolFactor } from '../../../relayer/src/quant/list-vol-factor.ts'
import { optionSheet } from '../../../relayer/src/quant/option-sheet.ts'
import { body, makeWorld, market, NOW } from './make-world.ts'

const WAD = 10n ** 18n
const BOOK = 7n
const wad = (x: number) => BigInt(Math.round(x * 1e12)) * 10n ** 6n

/** What the hub answers. */
interface Answers {
  readonly vol: number
  readonly requirement: number
  readonly spot?: number
}

/** The factor of the book of `body` at a vol of the surface. */
function factorAt(vol: number, riskAversion: number): number {
  const call = { strike: 3_000, expiry: NOW + 30 * 86_400, vol, carry: 0, size: -100, put: false }
  const terms = marketTerms(market)
  const { costRate } = terms.band
  return listVolFactor(optionSheet([call]), { spot: 3_000, time: NOW }, terms.settlement, {
    costRate,
    riskAversion,
  })
}

/** Whether a body of vol 0.6 and a requirement of 100,000 is outdated by what the hub says now. */
async function isOutdated({ vol, requirement, spot = 3_000 }: Answers): Promise<boolean> {
  const { world, hubSide, book } = makeWorld()
  const [leg] = body(BOOK).legs
  if (!leg) throw new Error('the body has no leg')
  book({ positions: new Map([[leg.series, leg.size]]) })
  hubSide.mandates.set(BOOK, {
    index: 0,
    body: { ...body(BOOK), legs: [{ ...leg, vol: wad(0.6 * factorAt(0.6, 1e-4)) }] },
    leaf: '0x',
  })
  const answers: Record<string, unknown> = {
    markPrice: [wad(spot), BigInt(NOW)],
    lastVol: [wad(vol), BigInt(NOW)],
    requirement: wad(requirement),
    mandateTerms: { republishShare: WAD / 20n },
  }
  const client = {
    readContract: ({ functionName }: { readonly functionName: string }) =>
      Promise.resolve(answers[functionName]),
  }
  const hub = { ...world.hub, client } as unknown as Agent
  return (await createReview().outdated({ ...world, hub })).has(BOOK)
}

describe('the review of what was published', () => {
  it('compares vols of the target with vols of the target', async () => {
    expect(factorAt(0.6, 1e-4)).toBeGreaterThan(1.01)
    expect(await isOutdated({ vol: 0.6, requirement: 100_000 })).toBe(false)
    expect(await isOutdated({ vol: 0.625, requirement: 100_000 })).toBe(false)
    expect(await isOutdated({ vol: 0.635, requirement: 100_000 })).toBe(true)
    expect(await isOutdated({ vol: 0.565, requirement: 100_000 })).toBe(true)
  })

  it('sees a factor that moved by itself', async () => {
    // far from the strike there is no gamma to pay for: the factor falls to one, which is less than the governed share
    expect(await isOutdated({ vol: 0.6, requirement: 100_000, spot: 300 })).toBe(false)
    // with 4.2 % of the vol it is more
    expect(await isOutdated({ vol: 0.575, requirement: 100_000 })).toBe(false)
    expect(await isOutdated({ vol: 0.575, requirement: 100_000, spot: 300 })).toBe(true)
  })

  it('sees a requirement that moved', async () => {
    expect(await isOutdated({ vol: 0.6, requirement: 104_000 })).toBe(false)
    expect(await isOutdated({ vol: 0.6, requirement: 106_000 })).toBe(true)
    expect(await isOutdated({ vol: 0.6, requirement: 95_000 })).toBe(true)
  })
})
