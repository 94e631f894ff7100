import type { Market } from '../../network/names.ts'
import type { Network } from '../../network/network.ts'
import type { Hedging } from '../report/report.ts'
import { type Hedged, readBooks } from './books.ts'
import type { PathOptions } from './paths.ts'
import { type HedgingReport, replayMarket } from './replay.ts'
import { type Ramped, readTerms } from './terms.ts'

/** The books of each market as they are before anything happens; why not, where they cannot be read. */
export type Standing = readonly {
  readonly market: Market
  readonly start: number
  readonly found: Hedged | { readonly why: string }
}[]

export function readStanding(network: Network, markets: readonly Market[], start: number): Promise<Standing> {
  return Promise.all(
    markets.map(async (market) => {
      try {
        const found = await readBooks(network, market, start)
        return {
          market,
          start,
          found: found.books.length === 0 ? { why: 'no hedged book holds a series' } : found,
        }
      } catch (error) {
        const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
        return { market, start, found: { why: `its books cannot be read: ${why}` } }
      }
    }),
  )
}

/** Terms of every market that can be replayed, by its number. */
export async function readAllTerms(network: Network, standing: Standing, ramped: (market: Market) => Ramped) {
  const all = standing.map(async ({ market, found }) =>
    'why' in found ? [] : [[market.id, await readTerms(network, market, found.vol, ramped(market))] as const],
  )
  return new Map((await Promise.all(all)).flat())
}

/** Replays every market that can be. */
export function replayAll(
  standing: Standing,
  old: Awaited<ReturnType<typeof readAllTerms>>,
  next: Awaited<ReturnType<typeof readAllTerms>>,
  options: PathOptions,
): Hedging {
  const markets: HedgingReport[] = []
  const skipped: { market: string; why: string }[] = []
  for (const { market, start, found } of standing) {
    const [before, after] = [old.get(market.id), next.get(market.id)]
    if ('why' in found) skipped.push({ market: market.name, why: found.why })
    else if (before !== undefined && after !== undefined) {
      markets.push(replayMarket(market, found, start, before, after, options))
    }
  }
  const { seed, paths, days } = options
  const digest = markets.find(({ prices }) => prices !== undefined)?.prices
  return {
    options: { seed, paths, days, ...(digest === undefined ? {} : { prices: digest }) },
    markets,
    skipped,
  }
}
