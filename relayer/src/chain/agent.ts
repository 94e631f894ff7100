// SPDX-License-Identifier: MIT
import type { Hash, Hex, LocalAccount } from 'viem'
import type { ChainConfig, HubContracts } from '../config/schema.ts'
import { reasonOf } from '../errors.ts'
import type { Journal, TxRecord } from '../journal/journal.ts'
import type { Logger } from '../logger.ts'
import { applyHubEvent } from '../transport/hub-events.ts'
import { emptyHub, type HubState } from '../transport/hub-state.ts'
import { applySpokeEvent } from '../transport/spoke-events.ts'
import { emptySpoke, type SpokeState } from '../transport/spoke-state.ts'
import { type ChainClient, connectChain } from './client.ts'
import { addressBook } from './contracts.ts'
import { createFold, type Fold } from './fold.ts'
import type { Header } from './headers.ts'
import { createLogSync } from './log-sync.ts'
import { createSender, type Sender, type Settled } from './sender.ts'
import type { Socket } from './socket.ts'

/** Everything the relayer has on one chain. */
export interface Agent {
  readonly id: number
  readonly config: ChainConfig
  readonly client: ChainClient
  /** Endpoints that announce new heads. */
  readonly sockets: readonly Socket[]
  readonly sender: Sender
  readonly spoke: () => SpokeState
  /** On the home chain only. */
  readonly hub?: () => HubState
  readonly head: () => Header | undefined
  readonly reorgs: () => number
  /** Wall milliseconds when the chain was last followed to its head, or when the agent was made. */
  readonly followedAt: () => number
  /** Why the chain could not be followed at the last step. */
  readonly trouble: () => string | undefined
  /** Follows the chain to its head and looks after open transactions; false when the chain could not be reached. */
  readonly step: () => Promise<readonly Settled[] | undefined>
  /** Lets go of the endpoints, for good. */
  readonly close: () => void
}

export interface AgentOptions {
  readonly config: ChainConfig
  readonly hubContracts?: HubContracts
  readonly account: LocalAccount
  readonly journal: Journal
  readonly open: readonly TxRecord[]
  readonly rebroadcastAfter: number
  readonly broadcast?: ((chain: number, raw: Hex, hash: Hash) => Promise<void>) | undefined
  readonly logger: Logger
}

export function createAgent(options: AgentOptions): Agent {
  const { config, hubContracts, logger } = options
  const { client, sockets, close } = connectChain(config)
  const sync = createLogSync({
    client,
    who: addressBook(config.spoke, hubContracts),
    startBlock: config.startBlock,
    finality: config.finality,
    logRange: config.logRange,
  })
  const { finality } = config
  const spoke = createFold<SpokeState>({
    initial: emptySpoke,
    apply: (state, event) => applySpokeEvent(state, event, config.id),
    finality,
  })
  const hub: Fold<HubState> | undefined =
    hubContracts && createFold<HubState>({ initial: emptyHub, apply: applyHubEvent, finality })
  const sender = createSender({
    chain: config.id,
    client,
    account: options.account,
    journal: options.journal,
    finality,
    rebroadcastAfter: options.rebroadcastAfter,
    priorityFeeGwei: config.priorityFeeGwei,
    broadcast: options.broadcast,
    logger,
  })
  let head: Header | undefined
  let reorgs = 0
  let trouble: string | undefined
  let followedAt = Date.now()
  let resumed = false

  async function follow(): Promise<readonly Settled[]> {
    const step = await sync()
    if (step.rollbackTo !== undefined) {
      reorgs += 1
      logger.warn({ chain: config.id, block: step.rollbackTo }, 'the chain was reorganised')
      spoke.rollback(step.rollbackTo)
      hub?.rollback(step.rollbackTo)
      sender.rollback(step.rollbackTo)
    }
    spoke.advance(step.events, step.head.number)
    hub?.advance(step.events, step.head.number)
    head = step.head
    if (!resumed) {
      await sender.resume(options.open)
      resumed = true
    }
    return sender.settle(step.head)
  }

  return {
    id: config.id,
    config,
    client,
    sockets,
    close,
    sender,
    spoke: spoke.state,
    ...(hub ? { hub: hub.state } : {}),
    head: () => head,
    reorgs: () => reorgs,
    followedAt: () => followedAt,
    trouble: () => trouble,
    step: async () => {
      try {
        const settled = await follow()
        trouble = undefined
        followedAt = Date.now()
        return settled
      } catch (error) {
        trouble = reasonOf(error)
        logger.warn({ chain: config.id, error: trouble }, 'the chain could not be followed')
        return undefined
      }
    },
  }
}
