// SPDX-License-Identifier: MIT
import { band } from '../horizon-band.ts'
import { need } from '../need.ts'
import { listTarget } from '../target.ts'
import { type Account, gainOf, type Moment, margin, open, type Part, settle } from './account.ts'
import { type Budget, hedgeMarket } from './market-hedge.ts'
import { publish } from './published.ts'
import type { HubTerms, ReplayBook, ReplayPath, ReplayTerms, SpokeTerms, TradeCosts } from './terms.ts'

/** What became of one book on one path; quote, and counts. */
export interface BookOutcome {
  /** Gain of options and hedges together, costs deducted. */
  readonly gain: number
  readonly cost: number
  readonly turnover: number
  /** Hedges that traded for it. */
  readonly hedges: number
  /** Part of the checks after which a hedge of it was still beyond its outer band. */
  readonly outside: number
  /** Times its equity fell below maintenance. */
  readonly calls: number
}

/**
 * Hedges the books of a market along a path as its spokes do: a body is published when it has moved, each check trades what lies
 * beyond the outer band down to the inner one within what the market lets through, and equity is held against maintenance.
 *
 * @param read the hub's terms under which the requirements of the books were read
 */
export function replay(
  books: readonly ReplayBook[],
  terms: ReplayTerms,
  costs: ReadonlyMap<string, TradeCosts>,
  path: ReplayPath,
  read: HubTerms,
): readonly BookOutcome[] {
  const { start, interval, prices } = path
  const moment = (step: number): Moment => ({ spot: prices[step]!, time: start + step * interval })
  const accounts = books.map((book) => open(book, moment(0), read))
  const spokes = [...terms.spokes].map(([name, spoke]) => ({
    name,
    spoke,
    budget: { left: spoke.capacity, time: start },
    costs: costs.get(name) ?? { costRate: 0, fixedCost: 0 },
  }))
  for (let step = 0; step < prices.length; step++) {
    const at = moment(step)
    for (const account of accounts) {
      settle(account, at)
      margin(account, at, terms.hub)
    }
    for (const each of spokes) hedgeOn(each, accounts, at, interval, terms.hub)
    for (const account of accounts) if (account.parts.some(isOutside)) account.outside += 1
  }
  const end = moment(prices.length - 1)
  return accounts.map((account) => ({
    gain: gainOf(account, end, terms.hub),
    cost: account.cost,
    turnover: account.turnover,
    hedges: account.hedges,
    outside: account.outside / prices.length,
    calls: account.calls,
  }))
}

interface Spoke {
  readonly name: string
  readonly spoke: SpokeTerms
  readonly budget: Budget
  readonly costs: TradeCosts
}

/** One check of all books on a spoke. */
function hedgeOn(
  { name, spoke, budget, costs }: Spoke,
  accounts: readonly Account[],
  at: Moment,
  seconds: number,
  hub: HubTerms,
): void {
  const here = accounts.flatMap((account) =>
    account.parts.filter((part) => part.spoke === name).map((part) => ({ account, part })),
  )
  const needs = here.map(({ account, part }) => needOf(account, part, at, spoke, hub))
  const { fills, hedges } = hedgeMarket(needs, { ...at, seconds }, spoke, costs, budget)
  fills.forEach(({ base, cost }, i) => {
    if (base === 0) return
    const { account, part } = here[i]!
    part.held += base
    account.cash -= base * at.spot + cost
    account.cost += cost
    account.turnover += Math.abs(base) * at.spot
    account.hedges += hedges
    const left = Math.abs(part.held - part.target)
    if (left <= part.inner * (1 + 1e-9)) part.side = 0
  })
}

/** What a book wants to trade on a spoke now; it cannot sell more than it has there. */
function needOf(account: Account, part: Part, at: Moment, spoke: SpokeTerms, hub: HubTerms): number {
  const { share, offset } = part
  const { requirement } = account
  part.body =
    share === 0 ? undefined : publish(part.body, account.options, { ...at, requirement }, spoke, hub)
  const body = part.body
  const whole =
    body === undefined
      ? { target: 0, gamma: 0, variance: 0 }
      : listTarget(body.sheet, at.spot, at.time, hub.settlement)
  part.target = offset + share * whole.target
  const point = {
    riskAversion: body?.riskAversion ?? spoke.riskAversion / Math.max(1, requirement),
    gamma: share * whole.gamma,
    spot: at.spot,
    variance: whole.variance,
  }
  Object.assign(part, band(spoke.band, point, body?.range ?? 0))
  const wanted = need(part.held, part.target, part, part.side)
  part.side = wanted.active ? (wanted.distance > 0 ? 1 : -1) : 0
  return Math.max(wanted.need, -Math.max(0, part.held))
}

function isOutside({ held, target, outer }: Part): boolean {
  return Math.abs(held - target) > outer * (1 + 1e-9)
}
