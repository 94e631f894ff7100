// SPDX-License-Identifier: MIT
import type { RelayerState } from '../handle.ts'
import type { Decision } from '../hedge/decision.ts'
import type { DecisionQuery } from '../journal/journal.ts'
import type { HubBook } from '../transport/hub-state.ts'
import type { HedgeRecord } from '../transport/spoke-state.ts'

/** What the API shows; it reads and changes nothing. */
export interface RelayerView {
  readonly state: () => RelayerState
  readonly books: () => readonly HubBook[]
  /** Newest first. */
  readonly hedges: () => readonly HedgeRecord[]
  /** Last decision of each book on each spoke. */
  readonly standing: () => readonly Decision[]
  readonly decisions: (query: DecisionQuery) => Promise<readonly Decision[]>
}
