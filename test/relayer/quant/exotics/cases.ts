import { readFileSync } from 'node:fs'
import type { Market } from '../../../../relayer/src/quant/exotics/index.ts'

/** A row of a published table; other columns depend on the product. */
export type Case = {
  readonly optionType: 'Call' | 'Put'
  readonly spot: number
  readonly strike: number
  readonly q: number
  readonly r: number
  readonly T: number
  readonly vol: number
  readonly expected: number
  readonly tolerance: number
  readonly [column: string]: unknown
}

/** Rows of a table in `test/vectors/exotics`, each with its source. */
export function casesOf(table: string): readonly Case[] {
  const file = new URL(`../../../vectors/exotics/${table}.json`, import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly cases: readonly Case[] }).cases
}

/** The tables count days of a 360-day year. */
export function yearsOf(years: number): number {
  return Math.round(360 * years) / 360
}

export function marketOf({ spot, vol, r, q }: Case): Market {
  return { spot, vol, rate: r, yield: q }
}

export function isPut({ optionType }: Case): boolean {
  return optionType === 'Put'
}
