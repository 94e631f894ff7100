// SPDX-License-Identifier: MIT

/** Share of paths that CVaR95 looks at. */
const TAIL = 0.05

/** Mean of the worst 5 % of gains, of one at least. `sorted` rises. */
export function tailMean(sorted: ArrayLike<number>): number {
  const count = Math.max(1, Math.round(sorted.length * TAIL))
  let sum = 0
  for (let i = 0; i < count; i++) sum += sorted[i]!
  return sum / count
}
