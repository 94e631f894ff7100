// SPDX-License-Identifier: MIT
import { iAllocationBookAbi } from '@gimbal/contracts'
import { type Agent, createAgent } from './chain/agent.ts'
import { createDispatcher } from './dispatch.ts'
import type { DutyTools } from './duties/plan-duties.ts'
import { createReview } from './duties/review.ts'
import { GimbalError } from './errors.ts'
import type { RelayerHandle, RelayerOptions, RelayerState } from './handle.ts'
import { createHedger } from './hedge/create-hedger.ts'
import type { Hedger } from './hedge/hedge-spoke.ts'
import { openJournal } from './journal/open-journal.ts'
import { createSamples } from './latency.ts'
import { createLogger } from './logger.ts'
import { createLoop } from './loop.ts'
import { createRoundFinder } from './market/round-at.ts'
import { memoizeAsync } from './memoize-async.ts'

/** Starts the relayer of one account over all configured chains. */
export async function startRelayer(options: RelayerOptions): Promise<RelayerHandle> {
  const { config, account } = options
  const logger = options.logger ?? createLogger(config.logLevel)
  const journal = await openJournal(config.journal, account.address)
  const open = await journal.open()
  const tickToDecision = createSamples()
  const tickToMined = createSamples()

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
  const leafIndex = memoizeAsync((place: `${number}:${bigint}`): Promise<number> => {
    const [spoke, book] = place.split(':')
    return hub.client.readContract({
      address: config.hubContracts.allocationBook,
      abi: iAllocationBookAbi,
      functionName: 'indexOf',
      args: [BigInt(book!), BigInt(spoke!)],
    })
  })
  const review = createReview()
  const rounds = createRoundFinder(hub.client, hub.config.spoke.oracleRouter)
  const tools = async (agent: Agent): Promise<DutyTools> => ({
    decimals: (await hedgerOf(agent)).decimals,
    indexOf: (spoke, book) => leafIndex(`${spoke}:${book}`),
    review,
    rounds,
  })

  const loop = createLoop({
    config,
    hub,
    agents,
    dispatcher: createDispatcher(account.address, logger, options.onSent),
    hedgerOf,
    tools,
    onDecisions: (decisions) => {
      journal.decide(decisions)
      for (const decision of decisions) options.onDecision?.(decision)
    },
    onMined: (seconds) => tickToMined.add(1_000 * seconds),
  })

  let lastTick = 0
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
      lastReport: Number(agent.spoke().lastReport?.time ?? 0),
      pending: agent.sender.open().length,
      healthy: agent.trouble() === undefined,
      reorgs: agent.reorgs(),
    })),
    books: hub.hub?.().books.size ?? 0,
  })

  return {
    tick: async (prices) => {
      const result = await loop(prices)
      tickToDecision.add(result.decisionMs)
      lastTick = result.time
      return result
    },
    state,
    latency: () => ({
      tickToDecision: tickToDecision.percentiles(),
      tickToMined: tickToMined.percentiles(),
    }),
    stop: () => journal.close(),
  }
}
