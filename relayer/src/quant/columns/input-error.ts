// SPDX-License-Identifier: MIT
import { GimbalError } from '../../errors.ts'

/** Input that no result could be right for. Nothing has been computed or written. */
export class QuantInputError extends GimbalError {
  override readonly name = 'QuantInputError'
  /** The column or argument at fault. */
  readonly field: string
  /** Its first row at fault, where it is a column. */
  readonly row: number | undefined

  constructor(field: string, what: string, row?: number) {
    super(`${field}${row === undefined ? '' : `[${row}]`} ${what}`, {
      facts: { field, ...(row === undefined ? {} : { row }) },
    })
    this.field = field
    this.row = row
  }
}
