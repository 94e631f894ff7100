// SPDX-License-Identifier: MIT
import { band } from '../quant/horizon-band.ts'
import { need } from '../quant/need.ts'
import type { Epoch, Published } from '../transport/hub-state.ts'
import type { SpokeState } from '../transport/spoke-state.ts'
import { quoteHeld } from '../transport/transit.ts'
import { booksOf } from './market-books.ts'
import type { MarketTerms } from './market-terms.ts'
import { fromNative } from './wad.ts'

/** Token decimals of the spoke. */
export interface Decimals {
  readonly base: number
  readonly quote: number
}

/** Where one book stands on one spoke at a price. */
export interface Evaluation {
  readonly book: bigint
  readonly published: Published
  readonly held: number
  /** Quote the book has on the spoke. */
  readonly quote: number
  readonly target: number
  readonly gamma: number
  readonly outer: number
  readonly inner: number
  readonly inside: boolean
  /** Signed base to trade now; zero inside the band. */
  readonly need: number
}

function holdings(spoke: SpokeState, book: bigint, { base, quote }: Decimals) {
  const ledger = spoke.ledgers.get(book)
  if (!ledger) return { held: 0, quote: 0 }
  return {
    held: fromNative(ledger.bought - ledger.sold, base),
    quote: fromNative(quoteHeld(ledger), quote),
  }
}

/** Every book of a market under the mandates in force on a spoke, in order of their numbers. */
export function evaluateMarket(
  spoke: SpokeState,
  epoch: Epoch,
  terms: MarketTerms,
  { price, time, decimals }: { readonly price: number; readonly time: number; readonly decimals: Decimals },
): readonly Evaluation[] {
  return booksOf(epoch, terms)
    .at(price, time)
    .map(({ book, published, body, target, gamma, variance, inside }) => {
      const { held, quote } = holdings(spoke, book, decimals)
      const { riskAversion, range } = body
      const limits = band(terms.band, { riskAversion, gamma, spot: price, variance }, range)
      const side = spoke.active.has(book) ? (spoke.side.get(book) ?? 0) : 0
      const wanted = inside ? need(held, target, limits, side).need : 0
      return {
        book,
        published,
        held,
        quote,
        target,
        gamma,
        ...limits,
        inside,
        need: insideBy(terms.lot / 2, wanted),
      }
    })
}

/**
 * Half a lot beyond b: rounding and the seconds until the block would else leave the book a hair outside, its active bit
 * set, and every next move of the target would be traded for the gas of a hedge.
 */
function insideBy(margin: number, wanted: number): number {
  return Math.abs(wanted) < margin ? wanted : wanted + Math.sign(wanted) * margin
}
