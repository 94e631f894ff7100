// SPDX-License-Identifier: MIT
import { kernel } from '../../../generated/kernel.ts'
import { checkValues, limits } from '../columns/check.ts'
import { inputs, type Layout, outputs, type Sheet, sheetOver } from '../columns/columns.ts'
import { QuantInputError } from '../columns/input-error.ts'
import { type WasmMemory, type WasmModule, webAssembly } from './web-assembly.ts'

const PAGE = 65_536
/** Most of a 32-bit memory, in pages. */
const MOST_PAGES = 65_536
/** The first page is the kernel's; behind it the limits, then the columns. */
const LIMITS = PAGE
const COLUMNS = PAGE + 256

interface KernelExports {
  readonly firstInvalid: (base: number, stride: number, from: number, to: number, limits: number) => number
  readonly evaluate: (base: number, stride: number, from: number, to: number, whole: number) => void
}

/** A sheet in a shared memory, and the kernel over it. */
export interface KernelSheet {
  readonly sheet: Sheet
  readonly memory: WasmMemory
  readonly layout: Layout
  /** Throws at the first bad input of these rows and those they make pairs with. */
  readonly check: (from: number, to: number) => void
  readonly evaluate: (from: number, to: number, whole: boolean) => void
}

let compiled: WasmModule | undefined

/** The kernel as `npm run build` compiled it. */
export function kernelModule(): WasmModule {
  compiled ??= new webAssembly.Module(Buffer.from(kernel, 'base64'))
  return compiled
}

/** Two rows are one step of the kernel. */
const pairsBelow = (row: number) => row - (row % 2)
const pairsAbove = (row: number) => row + (row % 2)

/** A sheet in a memory of its own: none of its columns ever moves or is detached, whatever else grows. */
export function kernelSheet(rows: number): KernelSheet {
  const stride = 8 * pairsAbove(rows)
  const bytes = COLUMNS + stride * (inputs.length + outputs.length)
  const pages = Math.ceil(bytes / PAGE)
  if (!Number.isInteger(rows) || rows <= 0 || pages > MOST_PAGES) {
    throw new QuantInputError('rows', `is ${rows}: not a size of a sheet`)
  }
  const memory = new webAssembly.Memory({ initial: pages, maximum: pages, shared: true })
  const { exports } = new webAssembly.Instance(kernelModule(), { env: { memory } })
  const { firstInvalid, evaluate } = exports as KernelExports
  const layout: Layout = { base: COLUMNS, stride }
  new Float64Array(memory.buffer, LIMITS, 2 * inputs.length).set(inputs.flatMap((name) => limits[name]))
  const sheet = sheetOver(memory.buffer, layout, rows)
  if (rows % 2 === 1) {
    // the row beside the last is evaluated with it
    const padded = sheetOver(memory.buffer, layout, rows + 1).options
    for (const name of ['spot', 'strike', 'sign'] as const) padded[name][rows] = 1
  }
  return {
    sheet,
    memory,
    layout,
    check: (from, to) => {
      const end = pairsAbove(to)
      const at = firstInvalid(COLUMNS, stride, pairsBelow(from), end, LIMITS)
      if (at < end) checkValues(sheet.options, at, Math.min(end, rows))
    },
    evaluate: (from, to, whole) => evaluate(COLUMNS, stride, pairsBelow(from), pairsAbove(to), whole ? 1 : 0),
  }
}
