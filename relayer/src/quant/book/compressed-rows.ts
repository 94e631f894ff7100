// SPDX-License-Identifier: MIT
import { checkNumber } from '../columns/check.ts'
import { QuantInputError } from '../columns/input-error.ts'

/** A signed number of options of one series, given by its row. */
export interface Holding {
  readonly series: number
  readonly size: number
}

/** Books in compressed rows: entries `starts[b]` … `starts[b + 1]` are those of book b. */
export interface CompressedRows {
  readonly starts: Int32Array
  readonly series: Int32Array
  readonly sizes: Float64Array
}

/** Sizes beyond this are no positions. */
const MOST = 1e30

export function compressedRows(books: readonly (readonly Holding[])[], rows: number): CompressedRows {
  const entries = books.reduce((sum, book) => sum + book.length, 0)
  const compressed: CompressedRows = {
    starts: new Int32Array(books.length + 1),
    series: new Int32Array(entries),
    sizes: new Float64Array(entries),
  }
  let at = 0
  for (const [book, holdings] of books.entries()) {
    for (const { series, size } of holdings) {
      if (!Number.isInteger(series) || series < 0 || series >= rows) {
        throw new QuantInputError('books', `holds series ${series} of ${rows}`, book)
      }
      checkNumber('size', size, -MOST, MOST, book)
      compressed.series[at] = series
      compressed.sizes[at] = size
      at += 1
    }
    compressed.starts[book + 1] = at
  }
  return compressed
}

/** Which books hold each series, in the same form: the rows of the transpose. */
export function holders(
  { starts, series }: CompressedRows,
  rows: number,
): Pick<CompressedRows, 'starts'> & {
  readonly books: Int32Array
} {
  const first = new Int32Array(rows + 1)
  for (const row of series) first[row + 1]! += 1
  for (let row = 0; row < rows; row++) first[row + 1]! += first[row]!
  const next = first.slice()
  const books = new Int32Array(series.length)
  for (let book = 0; book + 1 < starts.length; book++) {
    for (let at = starts[book]!; at < starts[book + 1]!; at++) books[next[series[at]!]!++] = book
  }
  return { starts: first, books }
}
