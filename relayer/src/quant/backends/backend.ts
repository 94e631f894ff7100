// SPDX-License-Identifier: MIT
import type { Sheet } from '../columns/columns.ts'

/** Which rows of a sheet to evaluate, and what of them. */
export interface Task {
  /** First row; default 0. */
  readonly from?: number
  /** One past the last row; default all. */
  readonly to?: number
  /** False: rho, vanna and volga are not wanted and may be left as they are. Default true. */
  readonly higher?: boolean
}

/** Evaluates options in columns. All backends give the same results within 1e-13 of the spot. */
export interface Backend {
  readonly name: string
  /** A sheet of `rows` options in memory that this backend reaches without copying. Fill the inputs, then evaluate. */
  readonly sheet: (rows: number) => Sheet
  /** Black–Scholes–Merton of a sheet, its own or anybody's. Throws `QuantInputError` before any work. */
  readonly evaluate: (sheet: Sheet, task?: Task) => void
  /** Frees what the backend holds; its sheets stay readable. */
  readonly close: () => Promise<void>
}
