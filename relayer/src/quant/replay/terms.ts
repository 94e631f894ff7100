// SPDX-License-Identifier: MIT
import type { BandTerms } from '../band.ts'
import type { Scenario, SolvencyTerms } from '../margin/scenario-margin.ts'
import type { OptionRow } from '../option-sheet.ts'
import type { SettlementWindow } from '../settlement-weight.ts'

/** A book as it is when a replay begins; amounts in base units and quote. */
export interface ReplayBook {
  readonly name: string
  /** At the vols of the surface, which stay. */
  readonly options: readonly OptionRow[]
  readonly equity: number
  /** As the contracts have it at the first price. */
  readonly requirement: number
  /** Where it is hedged: the target there is offset + share·T. */
  readonly parts: readonly ReplayPart[]
}

export interface ReplayPart {
  readonly spoke: string
  readonly share: number
  readonly offset: number
  readonly held: number
}

/** What governs the hedges of a market on one spoke. */
export interface SpokeTerms {
  readonly lot: number
  /** A, relative. */
  readonly riskAversion: number
  readonly band: BandTerms
  /** Most base of one hedge: that of the market, or of all venues together. */
  readonly clip: number
  /** Least seconds between two hedges. */
  readonly interval: number
  /** Turnover budget in quote, and its refill a second. */
  readonly capacity: number
  readonly rate: number
}

/** What governs a market on the hub. */
export interface HubTerms {
  readonly settlement: SettlementWindow
  readonly scenarios: readonly Scenario[]
  readonly solvency: SolvencyTerms
  /** Multiple of the requirement below which an auction may start. */
  readonly maintenance: number
  /** Half the range over which T may be largest. */
  readonly innerRange: number
  /** max(1, vol / referenceVol), at most its cap. */
  readonly buffer: number
  /** Relative move of the factor on vols or of γ that makes a new body. */
  readonly republishShare: number
}

export interface ReplayTerms {
  readonly hub: HubTerms
  readonly spokes: ReadonlyMap<string, SpokeTerms>
}

/** What trades cost on a spoke, whatever anyone believes of it: λ and k. */
export interface TradeCosts {
  readonly costRate: number
  readonly fixedCost: number
}

/** A price at every check; the first is that of the beginning. */
export interface ReplayPath {
  /** UNIX seconds of the first. */
  readonly start: number
  /** Seconds between two. */
  readonly interval: number
  readonly prices: Float64Array
}
