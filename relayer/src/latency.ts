// SPDX-License-Identifier: MIT
import type { Percentiles } from './handle.ts'

/** The newest samples of a duration. */
export interface Samples {
  readonly add: (value: number) => void
  readonly percentiles: () => Percentiles
}

export function createSamples(capacity = 100_000): Samples {
  let kept: number[] = []
  const at = (sorted: readonly number[], share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
  return {
    add: (value) => {
      kept.push(value)
      if (kept.length > 2 * capacity) kept = kept.slice(-capacity)
    },
    percentiles: () => {
      const sorted = kept.toSorted((a, b) => a - b)
      return { p50: at(sorted, 0.5), p99: at(sorted, 0.99) }
    },
  }
}
