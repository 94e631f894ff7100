// SPDX-License-Identifier: MIT
import { type OptionRow, type OptionSheet, optionSheet } from '../option-sheet.ts'
import { listTarget } from '../target.ts'
import { targetVolFactor } from '../target-vol.ts'
import type { HubTerms, SpokeTerms } from './terms.ts'

/** A mandate body as a spoke works by it until a new one is published. */
export interface Published {
  /** With the factor in every vol. */
  readonly sheet: OptionSheet
  readonly factor: number
  /** γ, A over the requirement. */
  readonly riskAversion: number
  /** Largest |T| over the inner range. */
  readonly range: number
}

/** Spots on each side of the range: those of TargetGrid. */
const SIDE = 8
/** Least requirement a γ is formed from. */
const LEAST = 1

/** The body of now: a new one where there was none or something has moved by the governed share, the old one else. */
export function publish(
  old: Published | undefined,
  rows: readonly OptionRow[],
  { spot, time, requirement }: { readonly spot: number; readonly time: number; readonly requirement: number },
  terms: SpokeTerms,
  hub: HubTerms,
): Published {
  const riskAversion = terms.riskAversion / Math.max(requirement, LEAST)
  const bare = optionSheet(rows)
  const { gamma } = listTarget(bare, spot, time, hub.settlement)
  const sold = optionSheet(rows.map((row) => ({ ...row, size: -Math.abs(row.size) })))
  const factor = targetVolFactor({
    costRate: terms.band.costRate,
    riskAversion,
    gamma,
    grossGamma: listTarget(sold, spot, time, hub.settlement).gamma,
    spot,
  })
  const share = hub.republishShare
  if (
    old !== undefined &&
    old.sheet.rows === rows.length &&
    !moved(old.factor, factor, share) &&
    !moved(old.riskAversion, riskAversion, share)
  ) {
    return old
  }
  const sheet = optionSheet(rows.map((row) => ({ ...row, vol: row.vol * factor })))
  return { sheet, factor, riskAversion, range: rangeOf(bare, spot, time, hub) }
}

function rangeOf(sheet: OptionSheet, spot: number, time: number, hub: HubTerms): number {
  let range = 0
  for (let i = -SIDE; i <= SIDE; i++) {
    const there = spot * (1 + (hub.innerRange * i) / SIDE)
    range = Math.max(range, Math.abs(listTarget(sheet, there, time, hub.settlement).target))
  }
  return range
}

function moved(from: number, to: number, share: number): boolean {
  return Math.abs(to - from) >= share * from
}
