// SPDX-License-Identifier: MIT
import type { Address } from 'viem'
import { surfaceVariance } from '../quant/surface/index.ts'
import type { UpdaterConfig } from './schema.ts'
import type { SurfaceState } from './surface.ts'

/** How many updaters go before this one at the next nonce; they take turns. Undefined for who is no updater. */
export function placeInTurn({ updaters, nonce }: SurfaceState, own: Address): number | undefined {
  const index = updaters.findIndex((updater) => BigInt(updater) === BigInt(own))
  if (index < 0) return undefined
  const first = Number((nonce + 1n) % BigInt(updaters.length))
  return (index - first + updaters.length) % updaters.length
}

/** Seconds after the last update at which the next is due: after a pause when vol is far from what is wished for. */
export function dueAfter(
  { smiles, terms }: SurfaceState,
  wanted: readonly { readonly expiry: number; readonly variance: number }[],
  time: number,
  { every, deviation, pause }: UpdaterConfig['when'],
): number {
  if (smiles.length === 0) return 0
  const far = wanted.some(
    ({ expiry, variance }) =>
      Math.abs(Math.sqrt(variance / surfaceVariance(smiles, expiry, 0, time)) - 1) > deviation,
  )
  return Math.max(terms.minInterval, far ? pause : every)
}
