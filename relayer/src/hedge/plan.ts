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

/** Least part of its need that a book trades when it cannot carry all: dust would cost a whole hedge. */
const LEAST_PART = 0.1

/** What of a need a book can pay for at the worst price, or deliver: what the executor carries too. */
function carried({ need, held, quote }: Evaluation, price: number, slippage: number): number {
  const most = need > 0 ? quote / (price * (1 + slippage)) : held
  return Math.sign(need) * Math.min(Math.abs(need), Math.max(0, most))
}

/** Nets the needs of the books that are due, each as far as its own inventory and quote carry it. */
export function plan(due: readonly Evaluation[], price: number, terms: MarketTerms): Plan {
  const left: { evaluation: Evaluation; reason: 'no inventory' | 'below lot' }[] = []
  const books: Evaluation[] = []
  let wanted = 0
  for (const evaluation of due) {
    const trade = carried(evaluation, price, terms.slippage)
    if (Math.abs(evaluation.need) < terms.lot) left.push({ evaluation, reason: 'below lot' })
    else if (Math.abs(trade) < Math.max(terms.lot, LEAST_PART * Math.abs(evaluation.need))) {
      left.push({ evaluation, reason: 'no inventory' })
    } else {
      books.push(evaluation)
      wanted += trade
    }
  }
  return { books, net: Math.sign(wanted) * Math.min(Math.abs(wanted), terms.clip), left }
}
