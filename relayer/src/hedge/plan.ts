// SPDX-License-Identifier: MIT
import type { Evaluation } from './evaluate.ts'
import type { MarketTerms } from './market-terms.ts'

/** A netted trade for several books of a market. */
export interface Plan {
  readonly books: readonly Evaluation[]
  /** Signed base that goes to venues: what is left of the needs after opposite ones have crossed. */
  readonly net: number
  /** Books whose need cannot be served now. */
  readonly left: readonly { readonly evaluation: Evaluation; readonly reason: 'no inventory' | 'below lot' }[]
}

/** Share of its need that a book can pay for (or deliver). */
function coverage({ need, held, quote }: Evaluation, price: number, slippage: number): number {
  const most = need > 0 ? quote / (price * (1 + slippage)) : held
  return Math.min(1, Math.max(0, most) / Math.abs(need))
}

/**
 * Nets the needs of the books that are due. The executor shares a trade pro rata to need, so what the poorest book can
 * pay limits all of its side: books that cannot pay half of theirs are left out while others can.
 */
export function plan(due: readonly Evaluation[], price: number, terms: MarketTerms): Plan {
  const left: { evaluation: Evaluation; reason: 'no inventory' | 'below lot' }[] = []
  const able: { evaluation: Evaluation; part: number }[] = []
  for (const evaluation of due) {
    const part = coverage(evaluation, price, terms.slippage)
    if (Math.abs(evaluation.need) < terms.lot) left.push({ evaluation, reason: 'below lot' })
    else if (part * Math.abs(evaluation.need) < terms.lot) left.push({ evaluation, reason: 'no inventory' })
    else able.push({ evaluation, part })
  }
  const good = able.filter(({ part }) => part >= 0.5)
  const chosen = good.length > 0 ? good : able.toSorted((a, b) => b.part - a.part).slice(0, 1)
  for (const { evaluation } of able.filter((entry) => !chosen.includes(entry))) {
    left.push({ evaluation, reason: 'no inventory' })
  }

  const sum = (sign: number) =>
    chosen.reduce(
      (total, { evaluation: { need } }) => total + (Math.sign(need) === sign ? Math.abs(need) : 0),
      0,
    )
  const worst = (sign: number) =>
    Math.min(
      1,
      ...chosen.filter(({ evaluation }) => Math.sign(evaluation.need) === sign).map(({ part }) => part),
    )
  const wanted = sum(1) - sum(-1)
  const limited = worst(Math.sign(wanted) || 1) * Math.abs(wanted)
  const net = Math.sign(wanted) * Math.min(limited, terms.clip)
  return { books: chosen.map(({ evaluation }) => evaluation), net, left }
}
