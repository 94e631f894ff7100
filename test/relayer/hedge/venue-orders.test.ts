import { describe, expect, it } from 'vitest'
import type { MarketTerms } from '../../../relayer/src/hedge/market-terms.ts'
import { venueOrders } from '../../../relayer/src/hedge/venue-orders.ts'
import { fromWad } from '../../../relayer/src/hedge/wad.ts'
import { type Split, split } from '../../../relayer/src/quant/routing/split.ts'

const WAD = 10n ** 18n

function terms(clips: readonly bigint[], clipWad: bigint): Pick<MarketTerms, 'venues' | 'clipWad'> {
  return {
    venues: clips.map((clip, id) => ({ id, clip }) as MarketTerms['venues'][number]),
    clipWad,
  }
}

function splitOf(...bases: readonly number[]): Split {
  const orders = bases.map((base, venue) => ({ venue, base, quote: 0, endRoot: 0 }))
  return { base: 0, quote: 0, price: 0, fixedCost: 0, orders }
}

describe('orders at venues', () => {
  it('are the split, cut to native units, with the sign of the side and the worst price', () => {
    const made = venueOrders(splitOf(1.5, 0.123456789), 'sell', terms([WAD * 9n, WAD], WAD * 9n), 2_990.5, 6)
    expect(made).toEqual([
      { venue: 0, base: -1_500_000n, priceLimit: 29_905n * 10n ** 17n },
      { venue: 1, base: -123_456n, priceLimit: 29_905n * 10n ** 17n },
    ])
  })

  it('ask for a clip to the unit where rounding asks for more', () => {
    const clip = 899_001_211_000_000_000n
    const [made] = venueOrders(splitOf(0.8990012110018328), 'buy', terms([clip], 9n * WAD), 3_000, 18)
    expect(made?.base).toBe(clip)
  })

  it('hold the clip of the market over all venues, and leave out what nothing is left for', () => {
    const clips = [WAD, WAD, WAD]
    const made = venueOrders(splitOf(1, 1, 1), 'buy', terms(clips, 2n * WAD - 1n), 3_000, 18)
    expect(made.map(({ base }) => base)).toEqual([WAD, WAD - 1n])
  })

  it('hold every clip at any depth of a pool', () => {
    const clip = 899_001_211_000_000_000n
    let missed = 0
    for (let digits = 0; digits <= 14; digits++) {
      const liquidity = 10 ** digits
      const curve = {
        venue: 0,
        keep: 0.997,
        ranges: [{ start: Math.sqrt(3_379.1), end: Math.sqrt(4_000), liquidity }],
        clip: fromWad(clip),
        fixedCost: 0,
      }
      const whole = split('buy', [curve], 50)
      if (whole.base > fromWad(clip)) missed += 1
      for (const { base } of venueOrders(whole, 'buy', terms([clip], 50n * WAD), 3_400, 18))
        expect(base).toBeLessThanOrEqual(clip)
    }
    expect(missed).toBeGreaterThan(0)
  })
})
