// SPDX-License-Identifier: MIT
export type { OptionRow } from '../option-sheet.ts'
export {
  type Compared,
  compare,
  type HedgeComparison,
  type HedgeMeasure,
  MEASURES,
  together,
} from './measure.ts'
export type {
  HubTerms,
  ReplayBook,
  ReplayPart,
  ReplayPath,
  ReplayTerms,
  SpokeTerms,
  TradeCosts,
} from './terms.ts'
export { type BookOutcome, replay } from './walk.ts'
