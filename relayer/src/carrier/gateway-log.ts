// SPDX-License-Identifier: MIT
import { iLocalGatewayAbi } from '@gimbal/contracts'
import { decodeEventLog, type Hex, toEventSelector } from 'viem'
import type { RawLog } from '../chain/event.ts'

/** What gateways say: a message left (in two events of one transaction), or arrived. */
export type GatewayEvent =
  | {
      readonly kind: 'sent'
      readonly sendId: Hex
      readonly sender: Hex
      readonly recipient: Hex
      readonly payload: Hex
    }
  | { readonly kind: 'queued'; readonly sendId: Hex; readonly nonce: bigint; readonly toChain: number }
  | { readonly kind: 'delivered'; readonly sendId: Hex }

const READ = new Set(['MessageSent', 'Queued', 'Delivered'])

/** First topics of the events that are read; a gateway has others, of its proxy and its owners. */
export const GATEWAY_TOPICS: Hex[] = iLocalGatewayAbi.flatMap((item) =>
  item.type === 'event' && READ.has(item.name) ? [toEventSelector(item)] : [],
)

/** Reads a log of a local gateway under one of those topics. */
export function gatewayEvent(log: RawLog): GatewayEvent | undefined {
  const decoded = decodeEventLog({
    abi: iLocalGatewayAbi,
    data: log.data,
    topics: log.topics as [Hex, ...Hex[]],
    strict: true,
  })
  switch (decoded.eventName) {
    case 'MessageSent': {
      const { sendId, sender, recipient, payload } = decoded.args
      return { kind: 'sent', sendId, sender, recipient, payload }
    }
    case 'Queued': {
      const { sendId, nonce, toChain } = decoded.args
      return { kind: 'queued', sendId, nonce, toChain: Number(toChain) }
    }
    case 'Delivered':
      return { kind: 'delivered', sendId: decoded.args.sendId }
    default:
      return undefined
  }
}
