// SPDX-License-Identifier: MIT

/** Options in columns: row i of each array is one series of a book. Vols and carries are annual, expiries UNIX seconds. */
export interface OptionSheet {
  readonly rows: number
  readonly strike: Float64Array
  readonly expiry: Float64Array
  readonly vol: Float64Array
  readonly carry: Float64Array
  /** Signed options held; negative when sold. */
  readonly size: Float64Array
  /** 1 for a put, 0 for a call. */
  readonly put: Uint8Array
}

/** One row, as a reader would write it. */
export interface OptionRow {
  readonly strike: number
  readonly expiry: number
  readonly vol: number
  readonly carry: number
  readonly size: number
  readonly put: boolean
}

export function optionSheet(rows: readonly OptionRow[]): OptionSheet {
  return {
    rows: rows.length,
    strike: Float64Array.from(rows, ({ strike }) => strike),
    expiry: Float64Array.from(rows, ({ expiry }) => expiry),
    vol: Float64Array.from(rows, ({ vol }) => vol),
    carry: Float64Array.from(rows, ({ carry }) => carry),
    size: Float64Array.from(rows, ({ size }) => size),
    put: Uint8Array.from(rows, ({ put }) => (put ? 1 : 0)),
  }
}
