// SPDX-License-Identifier: MIT
import { evaluate } from './black-scholes.ts'
import { type GreekColumns, greekColumns } from './columns/columns.ts'
import { type LadderTable, ladderTarget } from './ladder.ts'
import type { OptionSheet } from './option-sheet.ts'
import { type SettlementWindow, settlementWeight } from './settlement-weight.ts'
import { varianceLeft } from './variance-left.ts'

/** The hedge that makes delta zero, and how fast it moves: dT/dS. */
export interface Target {
  readonly target: number
  readonly gamma: number
  /** v, what is left of the variance: see `varianceLeft`. */
  readonly variance: number
  /** False where a ladder has no nodes: no trade is due there. */
  readonly inside: boolean
}

/** What a mandate's target is made of, in plain numbers. */
export interface TargetBody {
  readonly offset: number
  readonly share: number
  readonly sheet: OptionSheet
  readonly ladder?: LadderTable
}

const scratch = new Map<number, GreekColumns>()

function columnsFor(rows: number): GreekColumns {
  let columns = scratch.get(rows)
  if (columns) return columns
  columns = greekColumns(rows)
  scratch.set(rows, columns)
  return columns
}

/** T = -Σ size·w·delta of a list of series. */
export function listTarget(sheet: OptionSheet, spot: number, time: number, terms: SettlementWindow): Target {
  const greeks = columnsFor(sheet.rows)
  evaluate(sheet, spot, time, greeks)
  let target = 0
  let gamma = 0
  for (let i = 0; i < sheet.rows; i++) {
    const weighted = sheet.size[i]! * settlementWeight(sheet.expiry[i]!, time, terms)
    target -= weighted * greeks.delta[i]!
    gamma -= weighted * greeks.gamma[i]!
  }
  return { target, gamma, variance: varianceLeft(sheet, terms)(time), inside: true }
}

/** offset + share·T of a mandate on its spoke. */
export function bodyTarget(body: TargetBody, spot: number, time: number, terms: SettlementWindow): Target {
  const whole = body.ladder
    ? ladderTarget(body.ladder, spot, time)
    : listTarget(body.sheet, spot, time, terms)
  return {
    target: body.offset + body.share * whole.target,
    gamma: body.share * whole.gamma,
    variance: whole.variance,
    inside: whole.inside,
  }
}
