// SPDX-License-Identifier: MIT

import type { iLocalGatewayAbi } from '@gimbal/contracts'
import type { ContractFunctionArgs } from 'viem'
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
