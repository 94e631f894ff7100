// SPDX-License-Identifier: MIT
import type { Agent } from './chain/agent.ts'
import type { Config } from './config/schema.ts'
import type { Dispatcher } from './dispatch.ts'
import { type DutyTools, planDuties } from './duties/plan-duties.ts'
import type { SpokeWorld, World } from './duties/world.ts'
import type { Sent, TickResult } from './handle.ts'
import type { Decision } from './hedge/decision.ts'
import { type Hedger, hedgeMarket, type MarketOutcome } from './hedge/hedge-spoke.ts'
import type { PriceTick } from './market/price-tick.ts'
import type { Epoch } from './transport/hub-state.ts'
import { isComplete } from './transport/proofs.ts'

export interface LoopOptions {
  readonly config: Config
  readonly hub: Agent
  readonly agents: readonly Agent[]
  readonly dispatcher: Dispatcher
  /** Made when a chain is first reached. */
  readonly hedgerOf: (agent: Agent) => Promise<Hedger>
  readonly tools: (hub: Agent) => Promise<DutyTools>
  readonly onDecisions: (decisions: readonly Decision[]) => void
  /** Chain seconds from the price of a hedge to its block. */
  readonly onMined: (seconds: number) => void
}

/** One step of the service: follow the chains, decide and hedge, then see to everything else. */
export type Loop = (prices: readonly PriceTick[]) => Promise<TickResult>

export function createLoop(options: LoopOptions): Loop {
  const { config, hub, agents, dispatcher } = options
  const latest = new Map<number, PriceTick>()

  function epochInForce(agent: Agent): Epoch | undefined {
    return hub.hub?.().spokes.get(agent.id)?.epochs.get(agent.spoke().epoch)
  }

  async function follow(): Promise<readonly string[]> {
    const errors = await Promise.all(
      agents.map(async (agent) => {
        const settled = await agent.step()
        if (!settled) return [`${agent.config.name}: ${agent.trouble()}`]
        const time = agent.head()!.time
        dispatcher.settled(settled, time)
        for (const { record, outcome } of settled) {
          if (outcome === 'mined' && record.tickTime !== undefined) options.onMined(time - record.tickTime)
        }
        return []
      }),
    )
    return errors.flat()
  }

  async function decide(agent: Agent, errors: string[]): Promise<readonly MarketOutcome[]> {
    const epoch = epochInForce(agent)
    const markets = agent.spoke().config?.markets
    if (!epoch || !markets || agent.trouble() !== undefined) return []
    if (!isComplete(epoch)) {
      errors.push(`${agent.config.name}: the bodies seen do not make the mandate root in force`)
      return []
    }
    const hedger = await options.hedgerOf(agent)
    return Promise.all(
      markets.flatMap((market) => {
        const tick = latest.get(market.market)
        return tick ? [hedgeMarket(hedger, market, epoch, tick)] : []
      }),
    )
  }

  function world(): World | undefined {
    const hubHead = hub.head()
    const hubState = hub.hub?.()
    if (!hubHead || !hubState || hub.trouble() !== undefined) return undefined
    const spokes = agents.flatMap((agent): readonly SpokeWorld[] => {
      const head = agent.head()
      const hubSide = hubState.spokes.get(agent.id)
      return head && hubSide ? [{ id: agent.id, agent, head, state: agent.spoke(), hubSide }] : []
    })
    return { config, hub, hubHead, hubState, spokes, prices: latest }
  }

  async function serve(errors: string[]): Promise<readonly Sent[]> {
    const now = world()
    if (!now) return []
    const duties = await planDuties(now, await options.tools(hub))
    errors.push(...duties.errors)
    const sent = await Promise.all(
      agents.map((agent) =>
        dispatcher.send(
          agent,
          duties.intents.filter(({ chain }) => chain === agent.id),
        ),
      ),
    )
    return sent.flat()
  }

  return async (prices) => {
    const begun = performance.now()
    for (const tick of prices) {
      if (tick.time >= (latest.get(tick.market)?.time ?? 0)) latest.set(tick.market, tick)
    }
    const errors = [...(await follow())]
    const outcomes = await Promise.all(
      agents.map(async (agent) => ({ agent, outcomes: await decide(agent, errors) })),
    )
    const decisionMs = performance.now() - begun
    const hedges = await Promise.all(
      outcomes.map(({ agent, outcomes: markets }) =>
        dispatcher.send(
          agent,
          markets.flatMap(({ intent }) => (intent ? [intent] : [])),
          true,
        ),
      ),
    )
    const decisions = outcomes.flatMap(({ outcomes: markets }) =>
      markets.flatMap((market) => market.decisions),
    )
    options.onDecisions(decisions)
    const others = await serve(errors)
    return {
      time: hub.head()?.time ?? 0,
      decisions,
      sent: [...hedges.flat(), ...others],
      decisionMs,
      errors,
    }
  }
}
