// SPDX-License-Identifier: MIT
import { setTimeout as sleep } from 'node:timers/promises'
import type { Hex } from 'viem'
import { createSender, type Sender } from '../chain/sender.ts'
import { simulate } from '../chain/simulate.ts'
import { reasonOf } from '../errors.ts'
import { memoryJournal } from '../journal/memory-journal.ts'
import { createLogger } from '../logger.ts'
import { deliveryIntent } from './deliver.ts'
import { due, type InFlight } from './in-flight.ts'
import type { CarrierHandle, CarrierOptions, CarrierStats, Message } from './options.ts'
import { type GatewayNews, type WatchedChain, watchGateways } from './watch.ts'

/** Chain seconds before a delivery that did not get through is tried again. */
const RETRY = 60

/**
 * Starts the carrier of the local families: what leaves a gateway is signed and delivered after its latency. It keeps
 * nothing: after a restart it reads from the chains what left and what arrived, and a second delivery is refused there.
 */
export async function startCarrier(options: CarrierOptions): Promise<CarrierHandle> {
  const logger = options.logger ?? createLogger('warn')
  const watched = options.chains.map(watchGateways)
  const senders = new Map<number, Sender>(
    watched.map(({ chain, client }) => [
      chain.id,
      createSender({
        chain: chain.id,
        client,
        account: options.account,
        journal: memoryJournal(),
        finality: 64,
        rebroadcastAfter: 180,
        priorityFeeGwei: 0.01,
        broadcast: options.broadcast,
        logger,
      }),
    ]),
  )
  const waiting = new Map<Hex, InFlight>()
  const finished = new Set<Hex>()
  const heads = new Map<number, GatewayNews['head']>()
  const counts = { seen: 0, delivered: 0, dropped: 0 }
  let running = true

  function take(chain: WatchedChain, { head, events }: GatewayNews): void {
    heads.set(chain.chain.id, head)
    const bodies = new Map(
      events.flatMap(({ event }) => (event.kind === 'sent' ? [[event.sendId, event]] : [])),
    )
    for (const { family, gateway, event, time } of events) {
      if (event.kind === 'delivered') arrived(event.sendId)
      if (event.kind !== 'queued') continue
      const body = bodies.get(event.sendId)
      if (!body || finished.has(event.sendId) || waiting.has(event.sendId)) continue
      const message: Message = {
        family,
        fromChain: chain.chain.id,
        toChain: event.toChain,
        nonce: event.nonce,
        sendId: event.sendId,
        sentAt: time,
      }
      depart(message, {
        sourceChain: BigInt(chain.chain.id),
        sourceGateway: gateway,
        nonce: event.nonce,
        sender: body.sender,
        recipient: body.recipient,
        payload: body.payload,
      })
    }
  }

  function depart(message: Message, packet: InFlight['packet']): void {
    counts.seen += 1
    const fault = options.fault?.(message)
    if (fault?.kind === 'drop') {
      counts.dropped += 1
      finished.add(message.sendId)
      return
    }
    const late = fault?.kind === 'delay' ? fault.seconds : 0
    waiting.set(message.sendId, {
      message,
      packet,
      dueAt: message.sentAt + options.latency(message) + late,
      copies: fault?.kind === 'duplicate' ? 2 : 1,
    })
  }

  function arrived(sendId: Hex): void {
    if (finished.has(sendId)) return
    finished.add(sendId)
    counts.delivered += 1
    const entry = waiting.get(sendId)
    if (!entry || entry.copies <= 1) waiting.delete(sendId)
  }

  async function deliver({ chain, client }: WatchedChain): Promise<void> {
    const head = heads.get(chain.id)
    const sender = senders.get(chain.id)
    if (!head || !sender) return
    await sender.settle(head)
    const open = new Set(sender.open().map(({ key }) => key))
    for (const entry of due(waiting, chain.id, head.time)) {
      const { sendId } = entry.message
      if (open.has(sendId) || (entry.retryAt ?? 0) > head.time) continue
      const intent = await deliveryIntent(options, entry)
      if (!intent) continue
      entry.retryAt = head.time + RETRY
      if (finished.has(sendId)) {
        // the duplicate of a delivered message: sent to be refused
        entry.copies = 0
        waiting.delete(sendId)
      } else {
        const refused = await simulate(client, options.account.address, intent)
        if (refused) {
          if (refused.name === 'AlreadyDelivered') arrived(sendId)
          logger.debug({ chain: chain.id, sendId, error: refused.text }, 'a delivery was refused')
          continue
        }
      }
      await sender.send(intent, head)
    }
  }

  async function tick(): Promise<CarrierStats> {
    await Promise.all(
      watched.map(async (chain) => {
        try {
          take(chain, await chain.news())
        } catch (error) {
          logger.warn({ chain: chain.chain.id, error: reasonOf(error) }, 'a chain could not be read')
        }
      }),
    )
    await Promise.all(
      watched.map((chain) =>
        deliver(chain).catch((error: unknown) =>
          logger.warn({ chain: chain.chain.id, error: reasonOf(error) }, 'deliveries failed'),
        ),
      ),
    )
    return stats()
  }

  const stats = (): CarrierStats => ({ ...counts, waiting: waiting.size })

  async function drive(every: number): Promise<void> {
    while (running && !options.signal?.aborted) {
      await tick()
      await sleep(every)
    }
  }
  const { drive: pace } = options
  const done = pace === 'manual' ? Promise.resolve() : drive(pace)

  return {
    tick,
    stats,
    stop: async () => {
      running = false
      await done
    },
  }
}
