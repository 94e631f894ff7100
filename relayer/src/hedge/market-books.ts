// SPDX-License-Identifier: MIT
import { jsBackend } from '../quant/backends/js.ts'
import { createBookSheet, type MarkedSeries } from '../quant/book/book-sheet.ts'
import type { Holding } from '../quant/book/compressed-rows.ts'
import { ladderTarget } from '../quant/ladder.ts'
import type { Target } from '../quant/target.ts'
import { varianceLeft } from '../quant/variance-left.ts'
import type { Epoch, Published } from '../transport/hub-state.ts'
import { type CompiledBody, compileBody } from './compiled-body.ts'
import type { MarketTerms } from './market-terms.ts'

/** A book with a mandate in force, and its target on the spoke at a price. */
export interface BookTarget extends Target {
  readonly book: bigint
  readonly published: Published
  readonly body: CompiledBody
}

/** The books of one market under one epoch: every series that any of them holds is marked once a tick. */
export interface MarketBooks {
  /** Targets at a price and a time (UNIX seconds), in order of the books' numbers. */
  readonly at: (price: number, time: number) => readonly BookTarget[]
}

function indexBooks(epoch: Epoch, terms: MarketTerms): MarketBooks {
  const entries = [...epoch.mandates]
    .filter(([, { body }]) => body.market === terms.market)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([book, published]) => {
      const body = compileBody(published.body)
      return { book, published, body, variance: varianceLeft(body.sheet, terms.settlement) }
    })
  const rows = new Map<string, number>()
  const series: MarkedSeries[] = []
  const books = entries.map(({ body: { sheet, keys, ladder } }): readonly Holding[] =>
    ladder
      ? []
      : keys.map((key, i) => {
          let row = rows.get(key)
          if (row === undefined) {
            row = series.length
            rows.set(key, row)
            series.push({
              strike: sheet.strike[i]!,
              expiry: sheet.expiry[i]!,
              vol: sheet.vol[i]!,
              carry: sheet.carry[i]!,
              put: sheet.put[i] === 1,
            })
          }
          return { series: row, size: sheet.size[i]! }
        }),
  )
  const sheet =
    series.length > 0
      ? createBookSheet({ backend: jsBackend, series, books, settlement: terms.settlement })
      : undefined

  return {
    at: (price, time) => {
      sheet?.mark(price, time)
      return entries.map(({ book, published, body, variance }, index) => {
        const whole: Target = body.ladder
          ? ladderTarget(body.ladder, price, time)
          : {
              target: -(sheet?.delta[index] ?? 0),
              gamma: -(sheet?.gamma[index] ?? 0),
              variance: variance(time),
              inside: true,
            }
        return {
          book,
          published,
          body,
          target: body.offset + body.share * whole.target,
          gamma: body.share * whole.gamma,
          variance: whole.variance,
          inside: whole.inside,
        }
      })
    },
  }
}

const known = new WeakMap<Epoch, WeakMap<MarketTerms, MarketBooks>>()

/** Epochs and terms never change: their books are indexed once. */
export function booksOf(epoch: Epoch, terms: MarketTerms): MarketBooks {
  let ofEpoch = known.get(epoch)
  if (!ofEpoch) {
    ofEpoch = new WeakMap()
    known.set(epoch, ofEpoch)
  }
  let books = ofEpoch.get(terms)
  if (!books) {
    books = indexBooks(epoch, terms)
    ofEpoch.set(terms, books)
  }
  return books
}
