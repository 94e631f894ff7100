// SPDX-License-Identifier: MIT
import type { Band } from './band.ts'

/** What a book wants at a tick: `need` is signed base to trade, zero when nothing is due. */
export interface Need {
  readonly distance: number
  /** The active bit as it will be: set beyond a, cleared within b or when the distance changes sign. */
  readonly active: boolean
  readonly need: number
}

/**
 * The two-threshold rule: outside a, or on the way from there to b, trade the distance down to b.
 * @param activeSide sign of the distance for which the active bit is set, 0 when it is not
 */
export function need(held: number, target: number, { outer, inner }: Band, activeSide: -1 | 0 | 1): Need {
  const distance = held - target
  const side = Math.sign(distance)
  const width = Math.abs(distance)
  const goesOn = activeSide !== 0 && activeSide === side && width > inner
  const active = width > outer || goesOn
  return { distance, active, need: active ? -side * (width - inner) : 0 }
}
