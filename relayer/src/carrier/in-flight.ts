// SPDX-License-Identifier: MIT

import type { iLocalGatewayAbi } from '@gimbal/contracts'
import type { ContractFunctionArgs, Hex } from 'viem'
import type { Message } from './options.ts'

export type Packet = ContractFunctionArgs<typeof iLocalGatewayAbi, 'nonpayable', 'deliver'>[0]

/** A message on its way: delivered once the clock of its destination reaches `dueAt`. */
export interface InFlight {
  readonly message: Message
  readonly packet: Packet
  readonly dueAt: number
  /** Deliveries still to try; a duplicated message has two. */
  copies: number
  /** Chain time before which it is not tried again. */
  retryAt?: number
}

/** Deliveries of one destination in the order in which they are due. */
export function due(waiting: ReadonlyMap<Hex, InFlight>, chain: number, time: number): readonly InFlight[] {
  return [...waiting.values()]
    .filter(({ message, dueAt }) => message.toChain === chain && dueAt <= time)
    .toSorted((a, b) => a.dueAt - b.dueAt)
}
