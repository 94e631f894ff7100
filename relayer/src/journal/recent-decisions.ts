// SPDX-License-Identifier: MIT
import type { Decision } from '../hedge/decision.ts'
import { type DecisionQuery, matches } from './journal.ts'

/** The newest decisions in memory. */
export interface RecentDecisions {
  readonly add: (decisions: readonly Decision[]) => void
  readonly find: (query: DecisionQuery) => readonly Decision[]
}

export function recentDecisions(capacity = 20_000): RecentDecisions {
  let kept: Decision[] = []
  return {
    add: (decisions) => {
      kept.push(...decisions)
      if (kept.length > 2 * capacity) kept = kept.slice(-capacity)
    },
    find: (query) => {
      const found: Decision[] = []
      for (let i = kept.length - 1; i >= 0 && found.length < query.limit; i--) {
        if (matches(kept[i]!, query)) found.push(kept[i]!)
      }
      return found
    },
  }
}
