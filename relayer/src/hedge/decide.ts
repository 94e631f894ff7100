// SPDX-License-Identifier: MIT
import type { PriceTick } from '../market/price-tick.ts'
import { settlementWeight } from '../quant/settlement-weight.ts'
import type { Epoch } from '../transport/hub-state.ts'
import type { MarketConfig } from '../transport/spoke-state.ts'
import { compileBody } from './compiled-body.ts'
import type { Decision, DecisionReason } from './decision.ts'
import { type Evaluation, evaluateMarket } from './evaluate.ts'
import { hedgeKey } from './hedge-intent.ts'
import type { Hedger } from './hedger.ts'
import { type MarketTerms, marketTerms } from './market-terms.ts'
import { type Plan, plan } from './plan.ts'
import { fromWad } from './wad.ts'

/** What a decision rests on. */
export interface Setting {
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

/** What is decided for the books of one market on one spoke, before anything is asked of a chain. */
export interface MarketDecision {
  readonly setting: Setting
  /** Books that are not traded now, and why. */
  readonly settled: readonly Decision[]
  /** The trade to route and to send; none when no book of it is left. */
  readonly plan: Plan | undefined
}

export function decisionOn(
  setting: Setting,
  evaluation: Evaluation,
  reason: DecisionReason,
  detail?: string,
): Decision {
  return { ...describe(setting, evaluation), reason, ...(detail === undefined ? {} : { detail }) }
}

/**
 * Looks at every book of a market on a spoke at a tick and decides, from what is in memory alone: no waiting anywhere.
 *
 * @param later seconds after the chain's head, for practice
 */
export function decideMarket(
  hedger: Hedger,
  config: MarketConfig,
  epoch: Epoch,
  tick: PriceTick,
  later = 0,
): MarketDecision | undefined {
  const head = hedger.agent.head()
  if (!head) return undefined
  const time = head.time + later
  const terms = marketTerms(config)
  const price = fromWad(tick.price)
  const setting: Setting = { hedger, tick, terms, epoch, time, price }
  const all = evaluateMarket(hedger.agent.spoke(), epoch, terms, { price, time, decimals: hedger.decimals })

  const due = all.filter(({ need }) => need !== 0)
  const quiet = all
    .filter(({ need }) => need === 0)
    .map((evaluation) =>
      decisionOn(setting, evaluation, evaluation.inside ? 'inside band' : 'outside ladder'),
    )
  if (due.length === 0) return { setting, settled: quiet, plan: undefined }

  const halt = standstill(setting, due)
  if (halt) {
    const halted = due.map((evaluation) => decisionOn(setting, evaluation, halt))
    return { setting, settled: [...quiet, ...halted], plan: undefined }
  }
  const netted = plan(due, price, terms)
  const left = netted.left.map(({ evaluation, reason }) => decisionOn(setting, evaluation, reason))
  return { setting, settled: [...quiet, ...left], plan: netted.books.length > 0 ? netted : undefined }
}
