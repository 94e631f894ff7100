// SPDX-License-Identifier: MIT
import type { Agent } from './chain/agent.ts'
import type { Config } from './config/schema.ts'
import type { Dispatcher } from './dispatch.ts'
import { type DutyTools, planDuties } from './duties/plan-duties.ts'
import type { SpokeWorld, World } from './duties/world.ts'
import { reasonOf } from './errors.ts'
import type { Sent, TickResult } from './handle.ts'
import { carryOut } from './hedge/carry-out.ts'
import { decideMarket, type MarketDecision } from './hedge/decide.ts'
import type { Decision } from './hedge/decision.ts'
import type { Hedger } from './hedge/hedger.ts'
import { booksOf } from './hedge/market-books.ts'
import { marketTerms } from './hedge/market-terms.ts'
import type { PriceTick } from './market/price-tick.ts'
import { processorWait } from './processor-wait.ts'
import { createRehearsals, type Rehearsal } from './rehearsal.ts'
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

/** The service, step by step. */
export interface Loop {
  /** Reads every chain up to its head and readies what a decision there needs, so that a tick finds it in memory. */
  readonly follow: () => Promise<void>
  /** Decides on new prices, hedges, then sees to everything else. Follows the chains first unless that was just done. */
  readonly tick: (prices: readonly PriceTick[]) => Promise<TickResult>
}

export function createLoop(options: LoopOptions): Loop {
  const { config, hub, agents, dispatcher } = options
  const latest = new Map<number, PriceTick>()
  const hedgers = new Map<Agent, Hedger>()
  /** Epochs all of whose bodies have been seen. */
  const complete = new WeakSet<Epoch>()
  /** What following met, from when it is done until a tick has used it. */
  let followed: readonly string[] | undefined
  const rehearse = createRehearsals()

  function epochInForce(agent: Agent): Epoch | undefined {
    return hub.hub?.().spokes.get(agent.id)?.epochs.get(agent.spoke().epoch)
  }

  async function follow(): Promise<void> {
    const unreachable = await Promise.all(
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
    const incomplete = await Promise.all(agents.map(ready))
    followed = [...unreachable.flat(), ...incomplete.flat()]
    rehearse((rehearsal) => agents.map((agent) => decide(agent, rehearsal)).some(({ length }) => length > 0))
  }

  /** Reads what never changes of a chain, checks the mandates in force there once, and indexes their books. */
  async function ready(agent: Agent): Promise<readonly string[]> {
    const epoch = epochInForce(agent)
    if (!epoch || agent.trouble() !== undefined) return []
    if (!complete.has(epoch)) {
      if (!isComplete(epoch)) {
        return [`${agent.config.name}: the bodies seen do not make the mandate root in force`]
      }
      complete.add(epoch)
    }
    hedgers.set(agent, await options.hedgerOf(agent))
    try {
      for (const market of agent.spoke().config?.markets ?? []) booksOf(epoch, marketTerms(market))
    } catch (error) {
      // bodies that cannot be priced stop this spoke, not the others
      complete.delete(epoch)
      return [`${agent.config.name}: ${reasonOf(error)}`]
    }
    return []
  }

  /** From memory alone. */
  function decide(agent: Agent, rehearsal?: Rehearsal): readonly MarketDecision[] {
    const epoch = epochInForce(agent)
    const hedger = hedgers.get(agent)
    const markets = agent.spoke().config?.markets
    if (!hedger || !epoch || !complete.has(epoch) || !markets || agent.trouble() !== undefined) return []
    return markets.flatMap((market) => {
      const tick = latest.get(market.market)
      const seen = tick && rehearsal ? rehearsal.moved(tick) : tick
      const decided = seen && decideMarket(hedger, market, epoch, seen, rehearsal?.later)
      return decided ? [decided] : []
    })
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

  async function tick(prices: readonly PriceTick[]): Promise<TickResult> {
    const waitedBefore = processorWait()
    const received = performance.now()
    for (const tick of prices) {
      if (tick.price > 0n && tick.time >= (latest.get(tick.market)?.time ?? 0)) latest.set(tick.market, tick)
    }
    if (!followed) await follow()
    const errors = [...(followed ?? [])]
    followed = undefined
    const decided = agents.map((agent) => ({ agent, markets: decide(agent) }))
    const decisionMs = performance.now() - received
    const waitedMs = processorWait() - waitedBefore
    const outcomes = await Promise.all(
      decided.map(async ({ agent, markets }) => ({
        agent,
        outcomes: await Promise.all(markets.map(carryOut)),
      })),
    )
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
      waitedMs,
      errors,
    }
  }

  return { follow, tick }
}
