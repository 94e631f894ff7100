// SPDX-License-Identifier: MIT
import type { Hex } from 'viem'
import type { InFlight } from './in-flight.ts'
import type { CarrierOptions, CarrierStats, Message } from './options.ts'
import type { GatewayNews, WatchedChain } from './watch.ts'

/** What has left and what has arrived, as the gateways say. */
export interface Cargo {
  /** Takes in what a chain says; answers the lowest block a reorganisation has taken a delivery from, if one has. */
  readonly take: (chain: WatchedChain['chain'], news: GatewayNews) => number | undefined
  /** Deliveries to a chain by its clock, in the order in which they are due. */
  readonly due: (chain: number, time: number) => readonly InFlight[]
  readonly hasArrived: (sendId: Hex) => boolean
  /** Known to have arrived without its event. */
  readonly arrived: (sendId: Hex) => void
  /** No further delivery is tried. */
  readonly forget: (entry: InFlight) => void
  readonly stats: () => CarrierStats
}

/** A delivery young enough to be undone. */
interface Landed {
  readonly chain: number
  readonly block: number
  readonly entry: InFlight | undefined
}

export function createCargo({ latency, fault }: Pick<CarrierOptions, 'latency' | 'fault'>): Cargo {
  const known = new Set<Hex>()
  const waiting = new Map<Hex, InFlight>()
  const there = new Set<Hex>()
  const landed = new Map<Hex, Landed>()
  let dropped = 0

  function depart(message: Message, packet: InFlight['packet']): void {
    const { sendId } = message
    if (known.has(sendId)) return
    known.add(sendId)
    const trouble = fault?.(message)
    if (trouble?.kind === 'drop') {
      dropped += 1
      return
    }
    const entry: InFlight = {
      message,
      packet,
      dueAt: message.sentAt + latency(message) + (trouble?.kind === 'delay' ? trouble.seconds : 0),
      copies: trouble?.kind === 'duplicate' ? 2 : 1,
    }
    if (!there.has(sendId)) waiting.set(sendId, entry)
    const young = landed.get(sendId)
    if (young) landed.set(sendId, { ...young, entry })
  }

  function arrived(sendId: Hex): void {
    if (there.has(sendId)) return
    there.add(sendId)
    const entry = waiting.get(sendId)
    if (entry && entry.copies <= 1) waiting.delete(sendId)
  }

  /** What landed on a chain in the blocks just read, but is not there any more, is on its way again. */
  function undo(chain: number, { from, events }: GatewayNews): number | undefined {
    const now = new Set(events.flatMap(({ event }) => (event.kind === 'delivered' ? [event.sendId] : [])))
    let lowest: number | undefined
    for (const [sendId, { chain: on, block, entry }] of landed) {
      if (on !== chain) continue
      if (block < from) landed.delete(sendId)
      else if (!now.has(sendId)) {
        landed.delete(sendId)
        there.delete(sendId)
        if (entry) waiting.set(sendId, { ...entry, retryAt: 0 })
        lowest = Math.min(block, lowest ?? block)
      }
    }
    return lowest
  }

  return {
    take: (chain, news) => {
      const undone = undo(chain.id, news)
      const bodies = new Map(
        news.events.flatMap(({ event }) => (event.kind === 'sent' ? [[event.sendId, event]] : [])),
      )
      for (const { family, gateway, event, block, time } of news.events) {
        if (event.kind === 'delivered') {
          landed.set(event.sendId, {
            chain: chain.id,
            block,
            entry: landed.get(event.sendId)?.entry ?? waiting.get(event.sendId),
          })
          arrived(event.sendId)
        }
        if (event.kind !== 'queued' || block > news.head.number - chain.confirmations) continue
        const body = bodies.get(event.sendId)
        if (!body) continue
        const { sendId, nonce, toChain } = event
        depart(
          { family, fromChain: chain.id, toChain, nonce, sendId, sentAt: time },
          {
            sourceChain: BigInt(chain.id),
            sourceGateway: gateway,
            nonce,
            sender: body.sender,
            recipient: body.recipient,
            payload: body.payload,
          },
        )
      }
      return undone
    },
    due: (chain, time) =>
      [...waiting.values()]
        .filter(({ message, dueAt }) => message.toChain === chain && dueAt <= time)
        .toSorted((a, b) => a.dueAt - b.dueAt),
    hasArrived: (sendId) => there.has(sendId),
    arrived,
    forget: ({ message }) => {
      waiting.delete(message.sendId)
    },
    stats: () => ({ seen: known.size, delivered: there.size, dropped, waiting: waiting.size }),
  }
}
