import {
  type Compared,
  compare,
  type HedgeComparison,
  MEASURES,
  type ReplayTerms,
  replay,
  together,
} from '@gimbal/relayer/quant/replay'
import type { Hex } from 'viem'
import type { Market } from '../../network/names.ts'
import type { Hedged } from './books.ts'
import { drawPaths, type PathOptions } from './paths.ts'
import { rounded } from './rounded.ts'
import { costsOf } from './terms.ts'

/** What a proposal does to the hedges of a market. */
export type HedgingReport = {
  readonly market: string
  readonly quote: string
  readonly spot: number
  /** What the paths are. */
  readonly source: string
  readonly prices?: Hex
  /** What a trade is taken to cost on each spoke. */
  readonly costs: readonly { readonly spoke: string; readonly costRate: number; readonly fixedCost: number }[]
  readonly books: readonly { readonly name: string; readonly figures: HedgeComparison }[]
  readonly total: HedgeComparison
  /** Of all books together, by path. */
  readonly byPath: readonly {
    readonly old: { readonly gain: number; readonly cost: number }
    readonly new: { readonly gain: number; readonly cost: number }
  }[]
}

/** Leads the books of a market along the same paths under both terms. */
export function replayMarket(
  { name, symbols }: Market,
  { spot, books }: Hedged,
  start: number,
  old: ReplayTerms,
  next: ReplayTerms,
  options: PathOptions,
): HedgingReport {
  const { paths, source, digest } = drawPaths(options, start, spot, volOf(books))
  const costs = costsOf(old)
  const under = (terms: ReplayTerms) => {
    const byPath = paths.map((path) => replay(books, terms, costs, path, old.hub))
    return books.map((_, book) => byPath.map((outcomes) => outcomes[book]!))
  }
  const [before, after] = [under(old), under(next)]
  const [all, allAfter] = [together(before), together(after)]
  const shown = ({ gain, cost }: { readonly gain: number; readonly cost: number }) => ({
    gain: rounded(gain),
    cost: rounded(cost),
  })
  return {
    market: name,
    quote: symbols.quote,
    spot: rounded(spot),
    source,
    ...(digest === undefined ? {} : { prices: digest }),
    costs: [...costs].map(([spoke, each]) => ({ spoke, ...each })),
    books: books.map((book, i) => ({
      name: book.name,
      figures: short(compare(before[i]!, after[i]!)),
    })),
    total: short(compare(all, allAfter)),
    byPath: all.map((outcome, i) => ({ old: shown(outcome), new: shown(allAfter[i]!) })),
  }
}

function short(comparison: HedgeComparison): HedgeComparison {
  const figures = MEASURES.map((name): [string, Compared] => {
    const { old, new: next, difference, deviation } = comparison[name]
    return [
      name,
      {
        old: rounded(old),
        new: rounded(next),
        difference: settled(difference, old, next),
        deviation: settled(deviation, old, next),
      },
    ]
  })
  return Object.fromEntries(figures) as unknown as HedgeComparison
}

/** What rounding alone leaves of equal figures is nothing. */
function settled(value: number, old: number, next: number): number {
  return Math.abs(value) <= 1e-9 * Math.max(Math.abs(old), Math.abs(next)) ? 0 : rounded(value)
}

/** That of the series held, weighted by their sizes. */
function volOf(books: Hedged['books']): number {
  const options = books.flatMap((book) => book.options)
  const weight = options.reduce((total, { size }) => total + Math.abs(size), 0)
  return options.reduce((total, { size, vol }) => total + Math.abs(size) * vol, 0) / weight
}
