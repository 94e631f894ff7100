// SPDX-License-Identifier: MIT
import { checkRange, checkShape, checkValues } from '../columns/check.ts'
import { greekColumns, optionColumns } from '../columns/columns.ts'
import { greeksOf } from '../columns/greeks-of.ts'
import type { Backend } from './backend.ts'

/** Plain JavaScript: works everywhere, and is what other backends are checked against. */
export const jsBackend: Backend = {
  name: 'js',
  sheet: (rows) => ({ rows, options: optionColumns(rows), greeks: greekColumns(rows) }),
  evaluate: ({ rows, options, greeks }, { from = 0, to = rows } = {}) => {
    checkShape(rows, options, greeks)
    checkRange(from, to, rows)
    checkValues(options, from, to)
    greeksOf(options, greeks, from, to)
  },
  close: async () => {},
}
