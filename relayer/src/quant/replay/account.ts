// SPDX-License-Identifier: MIT
import { scenarioMargin } from '../margin/scenario-margin.ts'
import type { OptionRow } from '../option-sheet.ts'
import { settlementWeight } from '../settlement-weight.ts'
import type { Published } from './published.ts'
import type { HubTerms, ReplayBook, ReplayPart } from './terms.ts'

/** A price at a time, UNIX seconds. */
export interface Moment {
  readonly spot: number
  readonly time: number
}

/** A book on its way along a path. */
export interface Account {
  readonly equity: number
  readonly parts: readonly Part[]
  /** Options and inventory at the first price. */
  readonly opening: number
  /** Requirement of the contracts over that of the scenarios at the first price. */
  readonly calibration: number
  options: readonly OptionRow[]
  /** Payoffs of what has expired, less what hedges have cost, costs of trading included. */
  cash: number
  cost: number
  turnover: number
  hedges: number
  outside: number
  calls: number
  below: boolean
  requirement: number
}

/** Its hedge on one spoke. */
export interface Part extends Omit<ReplayPart, 'held'> {
  held: number
  side: -1 | 0 | 1
  body: Published | undefined
  /** Of the last check. */
  target: number
  outer: number
  inner: number
}

/** A book at the first price; `hub` are the terms under which its requirement was read. */
export function open(book: ReplayBook, at: Moment, hub: HubTerms): Account {
  const parts = book.parts.map(
    (part): Part => ({ ...part, side: 0, body: undefined, target: 0, outer: 0, inner: 0 }),
  )
  const account = { options: book.options, parts, cash: 0 }
  const { worth, loss } = assess(account, at, hub)
  return {
    ...account,
    equity: book.equity,
    opening: worth,
    calibration: loss > 0 ? book.requirement / loss : 1,
    cost: 0,
    turnover: 0,
    hedges: 0,
    outside: 0,
    calls: 0,
    below: false,
    requirement: book.requirement,
  }
}

/** Pays out what has expired by now, at the price of now. */
export function settle(account: Account, { spot, time }: Moment): void {
  if (account.options.every(({ expiry }) => expiry > time)) return
  for (const { expiry, strike, put, size } of account.options) {
    if (expiry <= time) account.cash += size * Math.max(0, put ? strike - spot : spot - strike)
  }
  account.options = account.options.filter(({ expiry }) => expiry > time)
}

/** Renews the requirement, and counts a call where equity has fallen below maintenance since the last check. */
export function margin(account: Account, at: Moment, hub: HubTerms): void {
  const { worth, loss } = assess(account, at, hub)
  account.requirement = account.calibration * loss
  const equity = account.equity + worth - account.opening
  const below = equity < hub.maintenance * account.requirement
  if (below && !account.below) account.calls += 1
  account.below = below
}

/** What a book has gained since the first price, costs deducted. */
export function gainOf(account: Account, at: Moment, hub: HubTerms): number {
  return assess(account, at, hub).worth - account.opening
}

/** Options, inventory and cash, and the worst loss of the scenarios with the buffer. */
function assess(
  { options, parts, cash }: Pick<Account, 'options' | 'parts' | 'cash'>,
  { spot, time }: Moment,
  { settlement, scenarios, solvency, buffer }: HubTerms,
): { readonly worth: number; readonly loss: number } {
  const base = parts.reduce((total, { held }) => total + held, 0)
  const legs = options.map((option) => ({
    ...option,
    weight: settlementWeight(option.expiry, time, settlement),
  }))
  const claim = { quote: 0, base, up: 0, down: 0, priceLow: spot, priceHigh: spot }
  const { value, loss } = scenarioMargin({ spot, time, settled: 0, legs }, [claim], scenarios, solvency)
  return { worth: value + base * spot + cash, loss: loss * buffer }
}
