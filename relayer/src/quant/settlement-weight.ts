// SPDX-License-Identifier: MIT

/** How a series settles: `instants` prices spread over the last `window` seconds before expiry. */
export interface SettlementWindow {
  readonly window: number
  readonly instants: number
}

/** Instant `index` (1 … N) of an expiry. */
export function instantOf(expiry: number, index: number, { window, instants }: SettlementWindow): number {
  return expiry - window + Math.floor((index * window) / instants)
}

/** Instants at or before `time`. */
export function instantsPassed(expiry: number, time: number, terms: SettlementWindow): number {
  const { window, instants } = terms
  if (time >= expiry) return instants
  const elapsed = time - (expiry - window)
  if (elapsed < 0 || window === 0 || instants === 0) return 0
  return Math.min(instants, Math.ceil(((elapsed + 1) * instants) / window) - 1)
}

/** Part of a series still to be fixed, (N - k) / N: what its delta counts in a target. */
export function settlementWeight(expiry: number, time: number, terms: SettlementWindow): number {
  if (time >= expiry) return 0
  if (terms.instants === 0) return 1
  return 1 - instantsPassed(expiry, time, terms) / terms.instants
}
