// SPDX-License-Identifier: MIT
import type { Address } from 'viem'
import type { Agent } from '../chain/agent.ts'
import type { Intent } from '../chain/intent.ts'
import { simulate } from '../chain/simulate.ts'
import type { Policy } from '../config/schema.ts'
import { reasonOf } from '../errors.ts'
import type { PriceTick } from '../market/price-tick.ts'
import { settlementWeight } from '../quant/settlement-weight.ts'
import type { Epoch } from '../transport/hub-state.ts'
import type { MarketConfig } from '../transport/spoke-state.ts'
import { compileBody } from './compiled-body.ts'
import type { Decision, DecisionReason } from './decision.ts'
import { type Decimals, type Evaluation, evaluateMarket } from './evaluate.ts'
import { hedgeIntent, hedgeKey } from './hedge-intent.ts'
import { type MarketTerms, marketTerms } from './market-terms.ts'
import { plan } from './plan.ts'
import { reasonFor } from './refusal.ts'
import type { Router } from './route.ts'
import { fromWad } from './wad.ts'

/** What hedging on one spoke needs besides its chain. */
export interface Hedger {
  readonly agent: Agent
  readonly sender: Address
  readonly router: Router
  readonly decimals: Decimals
  readonly policy: Policy
  /** Fee of the pull oracle for a tick's updates, native. */
  readonly updateFee: (tick: PriceTick) => Promise<bigint>
}

/** What was decided for the books of one market on one spoke, and the hedge to send if there is one. */
export interface MarketOutcome {
  readonly decisions: readonly Decision[]
  readonly intent?: Intent
}

interface Setting {
  readonly hedger: Hedger
  readonly tick: PriceTick
  readonly terms: MarketTerms
  readonly epoch: Epoch
  readonly time: number
  readonly price: number
}

function describe(
  { hedger, terms, epoch, time, price }: Setting,
  evaluation: Evaluation,
): Omit<Decision, 'reason'> {
  const { book, held, target, gamma, outer, inner, need } = evaluation
  return {
    time,
    spoke: hedger.agent.id,
    market: terms.market,
    book: String(book),
    epoch: String(epoch.heartbeat.epoch),
    price,
    held,
    target,
    gamma,
    outer,
    inner,
    need,
  }
}

/** Without a lease only what settlement takes out of a target may be traded (P2): some series of each book settles. */
function rollsOff({ terms, time }: Setting, due: readonly Evaluation[]): boolean {
  return due.every(
    ({ need, published }) =>
      need < 0 &&
      compileBody(published.body).expiries.some(
        (expiry) => settlementWeight(expiry, time, terms.settlement) < 1,
      ),
  )
}

/** Why nothing may be traded in this market now, whatever the books want. */
function standstill(setting: Setting, due: readonly Evaluation[]): DecisionReason | undefined {
  const { hedger, terms, tick, time } = setting
  const spoke = hedger.agent.spoke()
  if (time < spoke.pausedUntil) return 'paused'
  const limits = spoke.config?.terms
  const end = Math.min(spoke.leaseEnd, spoke.arrival + (limits?.maxLease ?? 0))
  if (time >= end + (limits?.grace ?? 0) && !rollsOff(setting, due)) return 'lease'
  if (time - tick.time > terms.maxPullAge) return 'stale price'
  if (hedger.agent.sender.open().some(({ key }) => key === hedgeKey(hedger.agent.id, terms.market))) {
    return 'pending'
  }
  if (time - (spoke.lastHedge.get(terms.market) ?? 0) < terms.interval) return 'interval'
  return undefined
}

/** Looks at every book of a market on a spoke at a tick: decides, routes and tries the hedge, but does not send it. */
export async function hedgeMarket(
  hedger: Hedger,
  config: MarketConfig,
  epoch: Epoch,
  tick: PriceTick,
): Promise<MarketOutcome> {
  const time = hedger.agent.head()!.time
  const terms = marketTerms(config)
  const price = fromWad(tick.price)
  const setting: Setting = { hedger, tick, terms, epoch, time, price }
  const all = evaluateMarket(hedger.agent.spoke(), epoch, terms, { price, time, decimals: hedger.decimals })
  const decide = (evaluation: Evaluation, reason: DecisionReason, detail?: string): Decision => ({
    ...describe(setting, evaluation),
    reason,
    ...(detail === undefined ? {} : { detail }),
  })

  const due = all.filter(({ need }) => need !== 0)
  const quiet = all
    .filter(({ need }) => need === 0)
    .map((evaluation) => decide(evaluation, evaluation.inside ? 'inside band' : 'outside ladder'))
  if (due.length === 0) return { decisions: quiet }

  const halt = standstill(setting, due)
  if (halt) return { decisions: [...quiet, ...due.map((evaluation) => decide(evaluation, halt))] }

  const netted = plan(due, price, terms)
  const left = netted.left.map(({ evaluation, reason }) => decide(evaluation, reason))
  if (netted.books.length === 0) return { decisions: [...quiet, ...left] }
  const skip = (reason: DecisionReason, detail?: string): MarketOutcome => ({
    decisions: [...quiet, ...left, ...netted.books.map((evaluation) => decide(evaluation, reason, detail))],
  })

  try {
    const side = netted.net >= 0 ? 'buy' : 'sell'
    const worst = price * (1 + (side === 'buy' ? 1 : -1) * terms.slippage)
    const split = await hedger.router({
      terms,
      side,
      base: Math.abs(netted.net),
      worst,
      fixedCost: terms.band.fixedCost / 4,
    })
    const crosses = netted.books.some(({ need }) => Math.sign(need) !== Math.sign(netted.net))
    if (!crosses && split.base < terms.lot) return skip('no liquidity')
    const intent = hedgeIntent({
      chain: hedger.agent.id,
      market: terms.market,
      contracts: hedger.agent.config.spoke,
      plan: netted,
      split,
      side,
      worst,
      epoch,
      tick,
      updateFee: await hedger.updateFee(tick),
      deadline: time + hedger.policy.hedgeDeadline,
      decimals: hedger.decimals,
    })
    const refused = await simulate(hedger.agent.client, hedger.sender, intent)
    if (refused) return skip(reasonFor(refused), refused.text)
    return { ...skip('hedged'), intent }
  } catch (error) {
    return skip('chain unreachable', reasonOf(error))
  }
}
