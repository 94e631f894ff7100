// SPDX-License-Identifier: MIT
import type { Journal, TxRecord } from './journal.ts'
import { recentDecisions } from './recent-decisions.ts'

/** A journal for runs that end with the process. */
export function memoryJournal(): Journal {
  const transactions = new Map<string, TxRecord>()
  const decisions = recentDecisions()
  return {
    open: async () =>
      [...transactions.values()].filter(({ outcome }) => !outcome).toSorted((a, b) => a.nonce - b.nonce),
    record: async (transaction) => {
      transactions.set(`${transaction.chain}:${transaction.nonce}`, transaction)
    },
    decide: decisions.add,
    decisions: async (query) => decisions.find(query),
    close: async () => {},
  }
}
