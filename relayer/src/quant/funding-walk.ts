// SPDX-License-Identifier: MIT
import type { Target } from './target.ts'

/**
 * Quote a spoke must hold so that its book can be walked to its target anywhere within ±range of `spot`: first to the
 * target there, then up and down node by node, each step bought at the dearer and sold at the cheaper of its two prices.
 * The same walk as the hub's `MarginEngine.needAt`, which bounds what a relayer may fund and recall.
 */
export function fundingWalk(
  targetAt: (spot: number) => Target,
  held: number,
  { spot, range, steps = 8 }: FundingWalk,
): number {
  const spotAt = (i: number) => spot * (1 + (range * i) / steps)
  // no spoke holds shorts
  const wanted = (i: number) => Math.max(0, targetAt(spotAt(i)).target)
  const start = (wanted(0) - held) * spot
  let most = Math.max(0, start)
  for (const way of [1, -1]) {
    let out = start
    for (let i = 0; i !== way * steps; i += way) {
      const bought = wanted(i + way) - wanted(i)
      const [from, to] = [spotAt(i), spotAt(i + way)]
      out += bought * (bought > 0 ? Math.max(from, to) : Math.min(from, to))
      most = Math.max(most, out)
    }
  }
  return most
}

export interface FundingWalk {
  readonly spot: number
  /** Half-width of the inner scenario range. */
  readonly range: number
  /** Nodes on each side. */
  readonly steps?: number
}
