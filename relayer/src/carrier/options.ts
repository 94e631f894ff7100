// SPDX-License-Identifier: MIT
import type { Address, Hex, LocalAccount } from 'viem'
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
  readonly name: string
  readonly rpc: readonly string[]
  readonly startBlock: number
  /** Most blocks one log query spans. */
  readonly logRange: number
  /** Blocks on top of a message before it is signed for. */
  readonly confirmations: number
  readonly priorityFeeGwei: number
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
  readonly logger?: Logger
}

export interface CarrierStats {
  readonly seen: number
  readonly delivered: number
  readonly dropped: number
  /** On their way or due. */
  readonly waiting: number
}

/** What stands after a step. */
export interface CarrierStep extends CarrierStats {
  /** Chains on which a delivery, of this run or an earlier one, waits for a block. */
  readonly awaiting: readonly number[]
}

/** A summary for people and health checks. */
export interface CarrierState {
  /** Every chain answered at the last step. */
  readonly ready: boolean
  readonly families: readonly number[]
  readonly messages: CarrierStats
  readonly chains: readonly {
    readonly id: number
    readonly name: string
    readonly block: number
    readonly time: number
    /** Deliveries that wait for a block. */
    readonly pending: number
    readonly healthy: boolean
  }[]
}

export interface CarrierHandle {
  /** Reads new messages, delivers what is due by the clock of its destination; resolves when broadcast. */
  readonly tick: () => Promise<CarrierStep>
  readonly stats: () => CarrierStats
  readonly state: () => CarrierState
  readonly stop: () => Promise<void>
}
