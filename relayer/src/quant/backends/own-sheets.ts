// SPDX-License-Identifier: MIT
import { checkRange, checkShape, checkValues } from '../columns/check.ts'
import { inputs, outputs, type Sheet } from '../columns/columns.ts'
import type { Backend } from './backend.ts'
import { type KernelSheet, kernelSheet } from './kernel.ts'

/** Rows of a foreign sheet that are copied through at a time: their columns fit a second-level cache. */
const BLOCK = 1_024

/** Options of one task, all given. */
export interface WholeTask {
  readonly from: number
  readonly to: number
  readonly higher: boolean
}

/**
 * A backend over kernel sheets: what it made is evaluated in place by `run`, columns from elsewhere are copied through
 * block by block. Rows beside a range may be evaluated with it, where they are valid.
 */
export function overKernelSheets(
  run: (own: KernelSheet, task: WholeTask) => void,
  made: (own: KernelSheet) => void = () => {},
): Pick<Backend, 'sheet' | 'evaluate'> {
  const known = new WeakMap<Sheet, KernelSheet>()
  let passage: KernelSheet | undefined

  function through(sheet: Sheet, { from, to, higher }: WholeTask): void {
    passage ??= kernelSheet(BLOCK)
    const { options, greeks } = passage.sheet
    for (let at = from; at < to; at += BLOCK) {
      const end = Math.min(to, at + BLOCK)
      const rows = end - at
      // an odd last row is evaluated with its own copy
      for (const name of inputs) {
        options[name].set(sheet.options[name].subarray(at, end))
        if (rows % 2 === 1) options[name][rows] = sheet.options[name][end - 1] ?? 0
      }
      passage.evaluate(0, rows, higher)
      const wanted = higher ? outputs : outputs.slice(0, 5)
      for (const name of wanted) sheet.greeks[name].set(greeks[name].subarray(0, rows), at)
    }
  }

  return {
    sheet: (rows) => {
      const own = kernelSheet(rows)
      known.set(own.sheet, own)
      made(own)
      return own.sheet
    },
    evaluate: (sheet, { from = 0, to = sheet.rows, higher = true } = {}) => {
      const own = known.get(sheet)
      if (own) {
        checkRange(from, to, sheet.rows)
        own.check(from, to)
        run(own, { from, to, higher })
        return
      }
      checkShape(sheet.rows, sheet.options, sheet.greeks)
      checkRange(from, to, sheet.rows)
      checkValues(sheet.options, from, to)
      through(sheet, { from, to, higher })
    },
  }
}
