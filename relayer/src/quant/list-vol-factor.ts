// SPDX-License-Identifier: MIT
import { evaluate } from './black-scholes.ts'
import { greekColumns } from './columns/columns.ts'
import type { OptionSheet } from './option-sheet.ts'
import { type SettlementWindow, settlementWeight } from './settlement-weight.ts'
import { type TargetVolTerms, targetVolFactor } from './target-vol.ts'

/** The factor that the hub puts into the vols of a body: of a list of series at the vols of the surface, of all of the book. */
export function listVolFactor(
  sheet: OptionSheet,
  { spot, time }: { readonly spot: number; readonly time: number },
  settlement: SettlementWindow,
  terms: Pick<TargetVolTerms, 'costRate' | 'riskAversion'>,
): number {
  const greeks = greekColumns(sheet.rows)
  evaluate(sheet, spot, time, greeks)
  let gamma = 0
  let grossGamma = 0
  for (let i = 0; i < sheet.rows; i++) {
    const part = sheet.size[i]! * settlementWeight(sheet.expiry[i]!, time, settlement) * greeks.gamma[i]!
    gamma -= part
    grossGamma += Math.abs(part)
  }
  return targetVolFactor({ ...terms, gamma, grossGamma, spot })
}
