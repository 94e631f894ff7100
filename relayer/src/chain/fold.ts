// SPDX-License-Identifier: MIT
import type { ChainEvent } from './event.ts'

/** A state that is the fold of a chain's events and can be taken back to an earlier block. */
export interface Fold<state> {
  readonly state: () => state
  readonly advance: (events: readonly ChainEvent[], head: number) => void
  readonly rollback: (block: number) => void
}

export interface FoldOptions<state> {
  readonly initial: () => state
  /** Changes the state in place. */
  readonly apply: (state: state, event: ChainEvent) => void
  /** Blocks that may still be reorganised. */
  readonly finality: number
}

/**
 * Keeps a checkpoint at least `finality` blocks old and the events since. A rollback starts from the checkpoint again,
 * so no event needs an inverse. One to before the checkpoint starts from nothing: the events come again.
 */
export function createFold<state>({ initial, apply, finality }: FoldOptions<state>): Fold<state> {
  let checkpoint = initial()
  let checkpointAt = -1
  let recent: ChainEvent[] = []
  let current = initial()
  let nextCheckpoint = 2 * finality

  const replay = (): state => {
    const state = structuredClone(checkpoint)
    for (const event of recent) apply(state, event)
    return state
  }

  return {
    state: () => current,
    advance: (events, head) => {
      for (const event of events) {
        apply(current, event)
        recent.push(event)
      }
      if (head < nextCheckpoint) return
      const settled = head - finality
      for (const event of recent) if (event.at.block <= settled) apply(checkpoint, event)
      checkpointAt = settled
      recent = recent.filter(({ at }) => at.block > settled)
      nextCheckpoint = head + finality
    },
    rollback: (block) => {
      if (block < checkpointAt) {
        checkpoint = initial()
        checkpointAt = -1
      }
      recent = recent.filter(({ at }) => at.block <= block)
      current = replay()
    },
  }
}
