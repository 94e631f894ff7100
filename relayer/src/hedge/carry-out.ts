// SPDX-License-Identifier: MIT
import type { Intent } from '../chain/intent.ts'
import { simulate } from '../chain/simulate.ts'
import { reasonOf } from '../errors.ts'
import { decisionOn, type MarketDecision } from './decide.ts'
import type { Decision, DecisionReason } from './decision.ts'
import { hedgeIntent } from './hedge-intent.ts'
import { reasonFor } from './refusal.ts'

/** What was decided for the books of one market on one spoke, and the hedge to send if there is one. */
export interface MarketOutcome {
  readonly decisions: readonly Decision[]
  readonly intent?: Intent
}

/** Routes and tries what was decided, but does not send it. */
export async function carryOut({ setting, settled, plan }: MarketDecision): Promise<MarketOutcome> {
  if (!plan) return { decisions: settled }
  const { hedger, tick, terms, epoch, time, price } = setting
  const all = (reason: DecisionReason, detail?: string): MarketOutcome => ({
    decisions: [
      ...settled,
      ...plan.books.map((evaluation) => decisionOn(setting, evaluation, reason, detail)),
    ],
  })

  try {
    const side = plan.net >= 0 ? 'buy' : 'sell'
    const worst = price * (1 + (side === 'buy' ? 1 : -1) * terms.slippage)
    const split = await hedger.router({
      terms,
      side,
      base: Math.abs(plan.net),
      worst,
      fixedCost: terms.band.fixedCost / 4,
    })
    const crosses = plan.books.some(({ need }) => Math.sign(need) !== Math.sign(plan.net))
    if (!crosses && split.base < terms.lot) return all('no liquidity')
    const intent = hedgeIntent({
      chain: hedger.agent.id,
      terms,
      contracts: hedger.agent.config.spoke,
      plan,
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
    if (refused) return all(reasonFor(refused), refused.text)
    return { ...all('hedged'), intent }
  } catch (error) {
    return all('chain unreachable', reasonOf(error))
  }
}
