// SPDX-License-Identifier: MIT
import { iAllocationBookAbi } from '@gimbal/contracts'
import { createApp } from './api/app.ts'
import { createMetrics } from './api/metrics.ts'
import { serve } from './api/serve.ts'
import type { RelayerView } from './api/view.ts'
import { type Agent, createAgent } from './chain/agent.ts'
import { type Heads, watchHeads } from './chain/heads.ts'
import { createDispatcher } from './dispatch.ts'
import type { DutyTools } from './duties/plan-duties.ts'
import { createReview } from './duties/review.ts'
import { GimbalError } from './errors.ts'
import type { RelayerHandle, RelayerOptions, RelayerState, TickResult } from './handle.ts'
import { createHedger } from './hedge/create-hedger.ts'
import type { Decision } from './hedge/decision.ts'
import type { Hedger } from './hedge/hedger.ts'
import { openJournal } from './journal/open-journal.ts'
import { createSamples } from './latency.ts'
import { lateOf, type Punctuality } from './lateness.ts'
import { createLogger } from './logger.ts'
import { createLoop } from './loop.ts'
import type { PriceTick } from './market/price-tick.ts'
import { createRoundFinder } from './market/round-at.ts'
import { createTickHistory } from './market/tick-history.ts'
import { memoizeAsync } from './memoize-async.ts'
import { runService } from './service.ts'
import { createStuck } from './stuck.ts'
import { type Backlog, backlogOf, batchProgress } from './transport/batch-progress.ts'

/** Starts the relayer of one account over all configured chains. */
export async function startRelayer(options: RelayerOptions): Promise<RelayerHandle> {
  const { config, account } = options
  const logger = options.logger ?? createLogger(config.logLevel)
  const journal = await openJournal(config.journal, account.address)
  const open = await journal.open()
  const metrics = createMetrics()
  const tickToDecision = createSamples()
  const deciding = createSamples()
  const tickToMined = createSamples()
  const standing = new Map<string, Decision>()
  const stuck = createStuck()
  const heads: Heads[] = []

  const agents = config.chains.map((chain) =>
    createAgent({
      config: chain,
      ...(chain.id === config.hub ? { hubContracts: config.hubContracts } : {}),
      account,
      journal,
      open: open.filter((record) => record.chain === chain.id),
      rebroadcastAfter: config.policy.rebroadcastAfter,
      broadcast: options.broadcast,
      logger,
    }),
  )
  const hub = agents.find(({ id }) => id === config.hub)
  if (!hub) throw new GimbalError('the hub is not among the chains', { facts: { hub: config.hub } })

  const hedgerOf = memoizeAsync(
    (agent: Agent): Promise<Hedger> => createHedger(agent, account.address, config.policy),
  )
  // a reorganisation of the hub may give a book another leaf
  const leafIndex = memoizeAsync((place: `${number}:${number}:${bigint}`): Promise<number> => {
    const [, spoke, book] = place.split(':')
    return hub.client.readContract({
      address: config.hubContracts.allocationBook,
      abi: iAllocationBookAbi,
      functionName: 'indexOf',
      args: [BigInt(book!), BigInt(spoke!)],
    })
  })
  const review = createReview()
  const rounds = createRoundFinder(hub.client, hub.config.spoke.oracleRouter)
  const ticks = createTickHistory()
  const tools = async (agent: Agent): Promise<DutyTools> => {
    const { decimals, updateFee } = await hedgerOf(agent)
    return {
      decimals,
      indexOf: (spoke, book) => leafIndex(`${hub.reorgs()}:${spoke}:${book}`),
      review,
      settlement: { rounds, ticks, updateFee },
    }
  }

  const loop = createLoop({
    config,
    hub,
    agents,
    dispatcher: createDispatcher(account.address, logger, (sent) => {
      metrics.sent(sent)
      options.onSent?.(sent)
    }),
    hedgerOf,
    tools,
    onDecisions: (decisions) => {
      journal.decide(decisions)
      for (const decision of decisions) {
        standing.set(`${decision.book}:${decision.spoke}`, decision)
        stuck.see(decision)
        metrics.decision(decision)
        options.onDecision?.(decision)
      }
    },
    onMined: (seconds) => {
      tickToMined.add(1_000 * seconds)
      metrics.mined(seconds)
    },
  })

  let lastTick = 0
  const backlog = (agent: Agent): Backlog => {
    const outbox = hub.hub?.().spokes.get(agent.id)?.outbox
    const clocks = { hub: hub.head()?.time ?? 0, spoke: agent.head()?.time ?? 0 }
    return backlogOf(outbox ? batchProgress(outbox, agent.spoke().inbox, clocks) : [])
  }
  const punctuality = (agent: Agent): Punctuality => {
    const report = hub.hub?.().spokes.get(agent.id)?.report
    const { leaseEnd, config: spokeConfig } = agent.spoke()
    const { rootWait, batchWait } = backlog(agent)
    return {
      name: agent.config.name,
      leaseLeft: leaseEnd - (agent.head()?.time ?? 0),
      reportAge: report && (hub.head()?.time ?? 0) - Number(report.time),
      syncLag: (Date.now() - agent.followedAt()) / 1_000,
      pollMs: agent.config.pollMs,
      hedgeWait: stuck.longest(agent.id, agent.head()?.time ?? 0),
      rootWait,
      batchWait,
      terms: spokeConfig?.terms,
    }
  }
  const timing = ({ leaseLeft, reportAge, syncLag }: Punctuality) => ({ leaseLeft, reportAge, syncLag })
  const state = (): RelayerState => ({
    time: hub.head()?.time ?? 0,
    lastTick,
    ready: agents.every((agent) => agent.head() !== undefined && agent.trouble() === undefined),
    chains: agents.map((agent) => ({
      id: agent.id,
      name: agent.config.name,
      block: agent.head()?.number ?? 0,
      time: agent.head()?.time ?? 0,
      epoch: String(agent.spoke().epoch),
      leaseEnd: agent.spoke().leaseEnd,
      ...timing(punctuality(agent)),
      lastReport: Number(agent.spoke().lastReport?.time ?? 0),
      pending: agent.sender.open().length,
      batches: backlog(agent).open,
      healthy: agent.trouble() === undefined,
      reorgs: agent.reorgs(),
    })),
    books: hub.hub?.().books.size ?? 0,
    late: agents.flatMap((agent) => lateOf(punctuality(agent), config.policy)),
  })

  const view: RelayerView = {
    state,
    books: () => [...(hub.hub?.().books.values() ?? [])],
    hedges: () =>
      agents
        .flatMap((agent) => agent.spoke().hedges)
        .toSorted((a, b) => Number(b.execution.time - a.execution.time)),
    standing: () => [...standing.values()],
    decisions: journal.decisions,
  }
  const tick = async (prices: readonly PriceTick[]): Promise<TickResult> => {
    for (const price of prices) ticks.add(price)
    const result = await loop.tick(prices)
    tickToDecision.add(result.decisionMs)
    deciding.add(Math.max(0, result.decisionMs - result.waitedMs))
    metrics.tick(result)
    lastTick = result.time
    return result
  }

  const byItself = (options.drive ?? 'poll') === 'poll'
  const served = (options.serve ?? byItself) ? await serve(createApp(view, metrics), config.api) : undefined
  const service = byItself ? runService({ config, follow: loop.follow, tick, logger }) : undefined
  if (service) {
    const onHead = service.wake
    for (const { id, config: chain, sockets } of agents) {
      for (const socket of sockets) {
        heads.push(watchHeads({ chain: id, socket, retryMs: chain.pollMs, onHead, logger }))
      }
    }
  }
  const stop = async (): Promise<void> => {
    await service?.stop()
    await Promise.all(heads.map((watched) => watched.stop()))
    for (const agent of agents) agent.close()
    await served?.close()
    await journal.close()
  }
  let stopped: Promise<void> | undefined
  const stopOnce = (): Promise<void> => (stopped ??= stop())
  options.signal?.addEventListener('abort', () => void stopOnce(), { once: true })

  return {
    follow: loop.follow,
    tick,
    state,
    latency: () => ({
      tickToDecision: tickToDecision.percentiles(),
      deciding: deciding.percentiles(),
      tickToMined: tickToMined.percentiles(),
    }),
    ...(served ? { apiUrl: served.url } : {}),
    stop: stopOnce,
  }
}
