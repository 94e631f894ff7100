// SPDX-License-Identifier: MIT
import { setTimeout as sleep } from 'node:timers/promises'
import { createSender, type Sender } from '../chain/sender.ts'
import { simulate } from '../chain/simulate.ts'
import { reasonOf } from '../errors.ts'
import { memoryJournal } from '../journal/memory-journal.ts'
import { createLogger } from '../logger.ts'
import { createBacklog } from './backlog.ts'
import { createCargo } from './cargo.ts'
import { deliveryIntent } from './deliver.ts'
import type { InFlight } from './in-flight.ts'
import type { CarrierHandle, CarrierOptions, CarrierState, CarrierStep } from './options.ts'
import { type GatewayNews, type WatchedChain, watchGateways } from './watch.ts'

/** Chain seconds before a delivery that did not get through is tried again. */
const RETRY = 60

/** A destination: what is read there, and what is sent. */
interface Lane {
  readonly watched: WatchedChain
  readonly sender: Sender
  /** Nothing of an earlier run is left in the pool. */
  readonly isClear: ReturnType<typeof createBacklog>
  head?: GatewayNews['head']
  held: boolean
  healthy: boolean
}

/**
 * Starts the carrier of the local families: what leaves a gateway is signed and delivered after its latency. It keeps
 * nothing: after a restart it reads from the chains what left and what arrived, and a second delivery is refused there.
 */
export async function startCarrier(options: CarrierOptions): Promise<CarrierHandle> {
  const logger = options.logger ?? createLogger('warn')
  const cargo = createCargo(options)
  const lanes = options.chains.map((chain): Lane => {
    const watched = watchGateways(chain)
    const { client } = watched
    const { account } = options
    const { priorityFeeGwei } = chain
    return {
      watched,
      sender: createSender({
        chain: chain.id,
        client,
        account,
        journal: memoryJournal(),
        finality: 64,
        rebroadcastAfter: 180,
        priorityFeeGwei,
        logger,
      }),
      isClear: createBacklog({ chain: chain.id, client, account, priorityFeeGwei }),
      held: false,
      healthy: false,
    }
  })

  async function read(lane: Lane): Promise<void> {
    const { chain, news } = lane.watched
    const found = await news()
    const undone = cargo.take(chain, found)
    if (undone !== undefined) {
      logger.warn({ chain: chain.id, block: undone }, 'a reorganisation has undone deliveries')
      lane.sender.rollback(undone - 1)
    }
    lane.head = found.head
    lane.healthy = true
  }

  async function deliver(lane: Lane): Promise<void> {
    const { head, sender, watched } = lane
    const { id } = watched.chain
    if (!head) return
    await sender.settle(head)
    lane.held = !(await lane.isClear(head))
    if (lane.held) return
    const open = new Set(sender.open().map(({ key }) => key))
    for (const entry of cargo.due(id, head.time)) {
      if (open.has(entry.message.sendId) || (entry.retryAt ?? 0) > head.time) continue
      await deliverOne(lane, head, entry)
    }
  }

  async function deliverOne(
    { sender, watched }: Lane,
    head: GatewayNews['head'],
    entry: InFlight,
  ): Promise<void> {
    const { sendId, family, fromChain, toChain } = entry.message
    const intent = await deliveryIntent(options, entry)
    if (!intent) return
    entry.retryAt = head.time + RETRY
    if (cargo.hasArrived(sendId)) {
      // the duplicate of a delivered message: sent to be refused
      entry.copies = 0
      cargo.forget(entry)
    } else {
      const refused = await simulate(watched.client, options.account.address, intent)
      if (refused?.name === 'AlreadyDelivered') {
        cargo.arrived(sendId)
        return
      }
      if (refused) {
        logger.warn({ chain: toChain, family, sendId, error: refused.text }, 'a delivery was refused')
        return
      }
    }
    const { attempts } = await sender.send(intent, head)
    const hash = attempts.at(-1)?.hash
    logger.info({ chain: toChain, family, fromChain, sendId, hash }, 'delivering')
  }

  async function onEach(what: string, work: (lane: Lane) => Promise<void>): Promise<void> {
    await Promise.all(
      lanes.map(async (lane) => {
        try {
          await work(lane)
        } catch (error) {
          lane.healthy = false
          logger.warn({ chain: lane.watched.chain.id, error: reasonOf(error) }, what)
        }
      }),
    )
  }

  async function tick(): Promise<CarrierStep> {
    await onEach('a chain could not be read', read)
    await onEach('deliveries failed', async (lane) => {
      if (lane.healthy) await deliver(lane)
    })
    const awaiting = lanes.filter(({ held, sender }) => held || sender.open().length > 0)
    return { ...cargo.stats(), awaiting: awaiting.map(({ watched }) => watched.chain.id) }
  }

  const state = (): CarrierState => ({
    ready: lanes.every(({ healthy }) => healthy),
    families: [...options.attesters.keys()],
    messages: cargo.stats(),
    chains: lanes.map(({ watched, head, sender, healthy }) => ({
      id: watched.chain.id,
      name: watched.chain.name,
      block: head?.number ?? 0,
      time: head?.time ?? 0,
      pending: sender.open().length,
      healthy,
    })),
  })

  const stopping = new AbortController()
  const { signal } = stopping
  async function drive(every: number): Promise<void> {
    while (!signal.aborted) {
      await tick()
      await sleep(every, undefined, { signal }).catch(() => undefined)
    }
  }
  const done = options.drive === 'manual' ? Promise.resolve() : drive(options.drive)

  return {
    tick,
    stats: cargo.stats,
    state,
    stop: async () => {
      stopping.abort()
      await done
      for (const { watched } of lanes) watched.close()
    },
  }
}
