// SPDX-License-Identifier: MIT
import type { Address, Hash, Hex, LocalAccount } from 'viem'
import type { Logger } from '../logger.ts'

/** A message that left a gateway. */
export interface Message {
  readonly family: number
  readonly fromChain: number
  readonly toChain: number
  readonly nonce: bigint
  readonly sendId: Hex
  /** Clock of the chain it left, UNIX seconds. */
  readonly sentAt: number
}

/** What happens to a message on its way. `delay` adds seconds; `duplicate` tries a second delivery. */
export type Fault =
  | { readonly kind: 'drop' }
  | { readonly kind: 'delay'; readonly seconds: number }
  | { readonly kind: 'duplicate' }

export interface CarrierChain {
  readonly id: number
  readonly rpc: readonly string[]
  readonly startBlock: number
  readonly gateways: readonly { readonly family: number; readonly address: Address }[]
}

export interface CarrierOptions {
  readonly chains: readonly CarrierChain[]
  /** Attester keys of each family. */
  readonly attesters: ReadonlyMap<number, readonly LocalAccount[]>
  /** Pays for deliveries. */
  readonly account: LocalAccount
  /** Seconds of chain time from sending to delivery. */
  readonly latency: (message: Message) => number
  readonly fault?: (message: Message) => Fault | undefined
  /** `manual`: the caller calls `tick`; a number: milliseconds between steps. */
  readonly drive: 'manual' | number
  readonly broadcast?: (chain: number, raw: Hex, hash: Hash) => Promise<void>
  readonly logger?: Logger
  readonly signal?: AbortSignal
}

export interface CarrierStats {
  readonly seen: number
  readonly delivered: number
  readonly dropped: number
  /** On their way or due. */
  readonly waiting: number
}

export interface CarrierHandle {
  /** Reads new messages, delivers what is due by the clock of its destination; resolves when broadcast. */
  readonly tick: () => Promise<CarrierStats>
  readonly stats: () => CarrierStats
  readonly stop: () => Promise<void>
}
