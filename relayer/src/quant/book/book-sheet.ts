// SPDX-License-Identifier: MIT
import type { Backend } from '../backends/backend.ts'
import { YEAR } from '../black-scholes.ts'
import { checkNumber, limits } from '../columns/check.ts'
import type { Column, Sheet } from '../columns/columns.ts'
import { QuantInputError } from '../columns/input-error.ts'
import { type SettlementWindow, settlementWeight } from '../settlement-weight.ts'
import { type CompressedRows, compressedRows, type Holding, holders } from './compressed-rows.ts'

/** A series as it is marked: expiry in UNIX seconds, vol and carry annual. */
export interface MarkedSeries {
  readonly strike: number
  readonly expiry: number
  readonly vol: number
  readonly carry: number
  readonly put: boolean
}

export interface BookSheetOptions {
  readonly backend: Backend
  /** Distinct series of one market; books name them by row. */
  readonly series: readonly MarkedSeries[]
  readonly books: readonly (readonly Holding[])[]
  /** How a series leaves a delta before it expires. */
  readonly settlement: SettlementWindow
}

/** All books of one market. A tick of another market touches nothing here. */
export interface BookSheet {
  /** Σ size·w·delta of each book, base units: what settles already no longer counts. */
  readonly delta: Column
  /** Σ size·w·gamma of each book, base units per 1.00 of quote. */
  readonly gamma: Column
  /** Inputs and greeks of the series, e.g. to show them. */
  readonly marks: Sheet
  /** Brings everything to a spot and a time (UNIX seconds). Each series is marked once, then summed for who holds it. */
  readonly mark: (spot: number, time: number) => Marked
  /** Another vol for one series, from the next mark on. If nothing else moves, only it and its holders are done again. */
  readonly setVol: (series: number, vol: number) => void
  /** Other positions for one book, from the next mark on. */
  readonly setHoldings: (book: number, holdings: readonly Holding[]) => void
}

/** How much a mark had to do. */
export interface Marked {
  readonly series: number
  readonly books: number
}

const MOST_TIME = 1e15

/** Books that are re-marked incrementally, tick by tick. */
export function createBookSheet({ backend, series, books, settlement }: BookSheetOptions): BookSheet {
  const rows = series.length
  if (rows === 0) throw new QuantInputError('series', 'is empty')
  const marks = backend.sheet(rows)
  const { options, greeks } = marks
  for (const [row, { strike, expiry, vol, carry, put }] of series.entries()) {
    checkNumber('strike', strike, ...limits.strike, row)
    checkNumber('expiry', expiry, 0, MOST_TIME, row)
    checkNumber('vol', vol, ...limits.vol, row)
    checkNumber('carry', carry, ...limits.rate, row)
    options.strike[row] = strike
    options.vol[row] = vol
    options.rate[row] = carry
    options.yield[row] = 0
    options.sign[row] = put ? -1 : 1
  }
  // series share few expiries: time to each, and its weight, are worked out once a tick
  const expiries = [...new Set(series.map(({ expiry }) => expiry))]
  const expiryOf = Int32Array.from(series, ({ expiry }) => expiries.indexOf(expiry))
  const tau = new Float64Array(expiries.length)
  const weight = new Float64Array(expiries.length)

  const held = books.map((holdings) => [...holdings])
  let entries: CompressedRows = compressedRows(held, rows)
  let holdersOf = holders(entries, rows)
  const delta = new Float64Array(books.length)
  const gamma = new Float64Array(books.length)
  const weightedDelta = new Float64Array(rows)
  const weightedGamma = new Float64Array(rows)

  let marked: { readonly spot: number; readonly time: number } | undefined
  const movedSeries = new Set<number>()
  const movedBooks = new Set<number>()

  function weigh(row: number): void {
    const share = weight[expiryOf[row]!]!
    weightedDelta[row] = share * greeks.delta[row]!
    weightedGamma[row] = share * greeks.gamma[row]!
  }

  function sum(from: number, to: number): void {
    const { starts, series: held, sizes } = entries
    for (let book = from; book < to; book++) {
      const end = starts[book + 1]!
      let sumOfDelta = 0
      let sumOfGamma = 0
      for (let at = starts[book]!; at < end; at++) {
        const size = sizes[at]!
        const row = held[at]!
        sumOfDelta += size * weightedDelta[row]!
        sumOfGamma += size * weightedGamma[row]!
      }
      delta[book] = sumOfDelta
      gamma[book] = sumOfGamma
    }
  }

  function markAll(spot: number, time: number): Marked {
    for (const [index, expiry] of expiries.entries()) {
      tau[index] = Math.max(0, expiry - time) / YEAR
      weight[index] = settlementWeight(expiry, time, settlement)
    }
    options.spot.fill(spot)
    for (let row = 0; row < rows; row++) options.tau[row] = tau[expiryOf[row]!]!
    backend.evaluate(marks, { higher: false })
    for (let row = 0; row < rows; row++) weigh(row)
    sum(0, books.length)
    return { series: rows, books: books.length }
  }

  function markMoved(): Marked {
    for (const row of movedSeries) {
      backend.evaluate(marks, { from: row, to: row + 1, higher: false })
      weigh(row)
      const end = holdersOf.starts[row + 1]!
      for (let at = holdersOf.starts[row]!; at < end; at++) movedBooks.add(holdersOf.books[at]!)
    }
    for (const book of movedBooks) sum(book, book + 1)
    return { series: movedSeries.size, books: movedBooks.size }
  }

  return {
    delta,
    gamma,
    marks,
    mark: (spot, time) => {
      checkNumber('spot', spot, ...limits.spot)
      checkNumber('time', time, 0, MOST_TIME)
      const still = marked?.spot === spot && marked.time === time
      const done = still ? markMoved() : markAll(spot, time)
      marked = { spot, time }
      movedSeries.clear()
      movedBooks.clear()
      return done
    },
    setVol: (row, vol) => {
      if (!Number.isInteger(row) || row < 0 || row >= rows) {
        throw new QuantInputError('series', `${row} is none of ${rows}`)
      }
      checkNumber('vol', vol, ...limits.vol, row)
      options.vol[row] = vol
      movedSeries.add(row)
    },
    setHoldings: (book, holdings) => {
      if (!Number.isInteger(book) || book < 0 || book >= held.length) {
        throw new QuantInputError('book', `${book} is none of ${held.length}`)
      }
      const others = held.with(book, [...holdings])
      entries = compressedRows(others, rows)
      holdersOf = holders(entries, rows)
      held[book] = [...holdings]
      movedBooks.add(book)
    },
  }
}
