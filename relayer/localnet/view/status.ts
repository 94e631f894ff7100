import type { RelayerState } from '../../src/handle.ts'
import type { Decision } from '../../src/hedge/decision.ts'
import type { Step } from '../conductor/conductor.ts'

/** A book as the live view shows it, summed over the spokes that hedge it. */
export type BookStatus = {
  readonly id: string
  readonly name: string
  readonly net: number
  readonly outer: number
  readonly reason: string
  readonly hedges: number
  /** Simulated time of the last hedge. */
  readonly lastHedge: number | undefined
}

/** What is shown while a run goes on. */
export type Status = {
  readonly time: number
  readonly start: number
  /** Undefined when the run has no end. */
  readonly end: number | undefined
  readonly price: number
  readonly books: readonly BookStatus[]
  readonly chains: RelayerState['chains']
  readonly hedges: number
  readonly errors: number
  /** Simulated seconds per real second so far. */
  readonly pace: number
}

/** Gathers what steps tell about each book. */
export type StatusBoard = {
  readonly note: (step: Step) => void
  readonly read: (state: RelayerState) => Status
}

export function statusBoard(
  names: ReadonlyMap<string, string>,
  start: number,
  end: number | undefined,
): StatusBoard {
  const latest = new Map<string, Map<number, Decision>>()
  const hedges = new Map<string, { count: number; last: number }>()
  const began = performance.now()
  let [time, price, errors] = [start, 0, 0]
  return {
    note: ({ truth, result }) => {
      time = truth.time
      price = truth.price
      errors += result.errors.length
      for (const decision of result.decisions) {
        const spokes = latest.get(decision.book) ?? new Map<number, Decision>()
        spokes.set(decision.spoke, decision)
        latest.set(decision.book, spokes)
        if (decision.reason !== 'hedged') continue
        hedges.set(decision.book, { count: (hedges.get(decision.book)?.count ?? 0) + 1, last: decision.time })
      }
    },
    read: (state) => ({
      time,
      start,
      end,
      price,
      errors,
      chains: state.chains,
      hedges: [...hedges.values()].reduce((sum, { count }) => sum + count, 0),
      pace: ((time - start) * 1_000) / Math.max(1, performance.now() - began),
      books: [...names].map(([id, name]) => bookStatus(id, name, latest.get(id), hedges.get(id))),
    }),
  }
}

function bookStatus(
  id: string,
  name: string,
  spokes: ReadonlyMap<number, Decision> | undefined,
  hedged: { readonly count: number; readonly last: number } | undefined,
): BookStatus {
  const decisions = [...(spokes?.values() ?? [])]
  const sum = (of: (decision: Decision) => number | undefined) =>
    decisions.reduce((total, decision) => total + (of(decision) ?? 0), 0)
  return {
    id,
    name,
    net: sum(({ held, target }) => (held ?? 0) - (target ?? 0)),
    outer: sum(({ outer }) => outer),
    reason: [...new Set(decisions.map(({ reason }) => reason))].join(', '),
    hedges: hedged?.count ?? 0,
    lastHedge: hedged?.last,
  }
}
