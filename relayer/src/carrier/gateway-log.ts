// SPDX-License-Identifier: MIT
import { iLocalGatewayAbi } from '@gimbal/contracts'
import { decodeEventLog, type Hex } from 'viem'
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

/** Reads a log of a local gateway; undefined for its other events. */
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
