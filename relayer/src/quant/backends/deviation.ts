// SPDX-License-Identifier: MIT
import { type GreekColumns, type OptionColumns, type Output, outputs } from '../columns/columns.ts'

/** Where two sets of results lie farthest apart. */
export interface Deviation {
  readonly output: Output
  readonly row: number
  /** Difference over what it is measured by; not a number where one of the two is not. */
  readonly value: number
}

/**
 * What a difference of one row is measured by. A relative error of 1e-16 in S/K moves d1 by 1e-16/σ√τ, hence `steep`; a
 * greek larger than its unit is compared with itself.
 */
function scales(options: OptionColumns, row: number): { readonly [name in Output]: number } {
  const at = (name: keyof OptionColumns) => options[name][row] ?? Number.NaN
  const spot = at('spot') * Math.exp(Math.max(0, -at('yield') * at('tau')))
  const money = Math.max(spot, at('strike') * Math.exp(-at('rate') * at('tau')))
  const root = Math.sqrt(at('tau'))
  const width = at('vol') * root
  const steep = width > 0 ? Math.max(1, Math.min(1 / width, 1e15)) : 1
  const factor = spot / at('spot')
  return {
    price: money,
    delta: factor,
    gamma: (factor / at('spot')) * steep,
    vega: money * Math.max(1, root),
    theta: money * Math.max(1, at('vol') / Math.max(root, 1e-15)),
    rho: money * Math.max(1, at('tau')),
    vanna: factor * Math.max(1, 1 / Math.max(at('vol'), 1e-15)),
    volga: money * Math.max(1, root / Math.max(at('vol'), 1e-15)),
  }
}

/** The largest deviation of `got` from `wanted`, each measured by what an error of the inputs' last digit would do. */
export function deviation(options: OptionColumns, wanted: GreekColumns, got: GreekColumns): Deviation {
  let worst: Deviation = { output: 'price', row: 0, value: 0 }
  for (let row = 0; row < options.spot.length; row++) {
    const scale = scales(options, row)
    for (const output of outputs) {
      const right = wanted[output][row] ?? Number.NaN
      const found = got[output][row] ?? Number.NaN
      const value = Math.abs(found - right) / Math.max(scale[output], Math.abs(right))
      if (!(value <= worst.value)) worst = { output, row, value }
      if (Number.isNaN(value)) return worst
    }
  }
  return worst
}
