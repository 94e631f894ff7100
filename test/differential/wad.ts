import { fromNumber } from '../reference50/fixed.ts'
import type { Random } from './random.ts'

export const WAD = 10n ** 18n

/** A double as an integer of 18 decimals, rounded down. */
export function wad(x: number): bigint {
  return (fromNumber(x) * WAD) >> 320n
}

/** The same with digits of its own where a double has none left, so that it is no double. */
export function wadNear(x: number, random: Random): bigint {
  const value = wad(x)
  const size = value < 0n ? -value : value
  return value + random.below((size >> 50n) + 1n)
}

/** The nearest double. */
export function asNumber(x: bigint): number {
  return Number(`${x}e-18`)
}
