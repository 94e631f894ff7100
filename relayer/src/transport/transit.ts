// SPDX-License-Identifier: MIT
import type { FundEntry, Ledger } from './leaf-hash.ts'

/** A send of the hub for a book: the counter it raised `sent` to, and when. */
export interface Send {
  readonly time: number
  readonly sent: bigint
}

/** What of the quote sent for a book is on its way to it, and what only goes home any more; native units. */
export interface Transit {
  readonly creditable: bigint
  readonly refundable: bigint
}

/** Quote a book holds on a spoke. */
export function quoteHeld({ received, got, sent, paid, bridgeFees }: Ledger): bigint {
  return received + got - sent - paid - bridgeFees
}

/** As SpokeVault would find it under this entry. `expired` is what it has said it will not credit and not yet refunded. */
export function transitOf(entry: FundEntry, ledger: Ledger | undefined, expired = 0n): Transit {
  const settled = (ledger?.received ?? 0n) + (ledger?.refunded ?? 0n) + expired
  const more = entry.expired > settled ? entry.expired - settled : 0n
  const creditable = entry.sent - settled - more
  return { creditable: creditable > 0n ? creditable : 0n, refundable: expired + more }
}

/** The counter of quote sent at `time`: what was sent later does not expire by then. */
export function sentBy(sends: readonly Send[], time: number): bigint {
  return sends.findLast((send) => send.time <= time)?.sent ?? 0n
}
