// SPDX-License-Identifier: MIT

/** A column of plain numbers; over shared memory where a pool of workers is to see it. */
export type Column = Float64Array

/** Inputs, in the order in which backends lay them out. */
export const inputs = ['spot', 'strike', 'tau', 'vol', 'rate', 'yield', 'sign'] as const
/** Results, in the same sense. */
export const outputs = ['price', 'delta', 'gamma', 'vega', 'theta', 'rho', 'vanna', 'volga'] as const

export type Input = (typeof inputs)[number]
export type Output = (typeof outputs)[number]

/**
 * European options in columns, one row each.
 * spot, strike: quote per base · tau: years to expiry · vol: per √year · rate, yield: continuous, per year · sign: 1 a call, -1 a put.
 */
export type OptionColumns = { readonly [name in Input]: Column }

/**
 * Results in columns, per option held long.
 * price: quote · delta: base · gamma: delta per 1.00 of spot · vega: price per 1.00 of vol · theta: price per year that passes ·
 * rho: price per 1.00 of rate · vanna: delta per 1.00 of vol · volga: vega per 1.00 of vol.
 */
export type GreekColumns = { readonly [name in Output]: Column }

/** Inputs and results that lie together in the memory of the backend that made them. */
export interface Sheet {
  readonly rows: number
  readonly options: OptionColumns
  readonly greeks: GreekColumns
}

function columnsOver<Name extends string>(
  names: readonly Name[],
  make: (index: number) => Column,
): { readonly [name in Name]: Column } {
  return Object.fromEntries(names.map((name, index) => [name, make(index)])) as Record<Name, Column>
}

/** Columns of their own, zero everywhere: to be filled before use. */
export function optionColumns(rows: number): OptionColumns {
  return columnsOver(inputs, () => new Float64Array(rows))
}

export function greekColumns(rows: number): GreekColumns {
  return columnsOver(outputs, () => new Float64Array(rows))
}

/** Where the columns of a sheet lie in a memory: `stride` bytes apart from byte `base`. */
export interface Layout {
  readonly base: number
  readonly stride: number
}

/** The columns of a sheet as views of a memory. */
export function sheetOver(memory: ArrayBufferLike, { base, stride }: Layout, rows: number): Sheet {
  const view = (index: number) => new Float64Array(memory, base + stride * index, rows)
  return {
    rows,
    options: columnsOver(inputs, view),
    greeks: columnsOver(outputs, (index) => view(inputs.length + index)),
  }
}
