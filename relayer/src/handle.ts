// SPDX-License-Identifier: MIT
import type { Hash, Hex, LocalAccount } from 'viem'
import type { Config } from './config/schema.ts'
import type { Decision } from './hedge/decision.ts'
import type { Late } from './lateness.ts'
import type { Logger } from './logger.ts'
import type { PriceTick } from './market/price-tick.ts'

/** A transaction the relayer has broadcast. */
export interface Sent {
  readonly chain: number
  readonly hash: Hash
  readonly nonce: number
  /** What it is for, e.g. `hedge`, `heartbeat`, `report`. */
  readonly purpose: string
}

/** What one step did. */
export interface TickResult {
  /** Chain time of the hub at the step. */
  readonly time: number
  readonly decisions: readonly Decision[]
  readonly sent: readonly Sent[]
  /** Milliseconds from the call to the last decision; routing, trying and sending come after it. */
  readonly decisionMs: number
  /** How long it waited for a processor meanwhile, where the system tells. */
  readonly waitedMs: number
  /** What went wrong on a chain at this step; the loop goes on. */
  readonly errors: readonly string[]
}

/** A summary for people and health checks. */
export interface RelayerState {
  readonly time: number
  readonly lastTick: number
  readonly ready: boolean
  readonly chains: readonly {
    readonly id: number
    readonly name: string
    readonly block: number
    readonly time: number
    readonly epoch: string
    readonly leaseEnd: number
    /** Seconds on the chain's clock; negative once it has ended. */
    readonly leaseLeft: number
    readonly lastReport: number
    /** Age on the hub's clock of the last report that it heard of the chain. */
    readonly reportAge?: number | undefined
    /** Wall seconds since the chain was last followed to its head. */
    readonly syncLag: number
    readonly pending: number
    /** Batches of votes for it that have not come to an end. */
    readonly batches: number
    readonly healthy: boolean
    readonly reorgs: number
  }[]
  readonly books: number
  /** What should have happened by now; empty when all is well. */
  readonly late: readonly Late[]
}

export interface Percentiles {
  readonly p50: number
  readonly p99: number
}

/**
 * Milliseconds: from a tick's arrival to its decisions; the same without waiting for a processor; and, on the chain's clock,
 * from its price to the mined hedge.
 */
export interface Latency {
  readonly tickToDecision: Percentiles
  readonly deciding: Percentiles
  readonly tickToMined: Percentiles
}

export interface RelayerOptions {
  readonly config: Config
  readonly account: LocalAccount
  readonly signal?: AbortSignal
  /** `manual`: the caller calls `tick`; `poll` (default): the relayer fetches prices and steps by itself. */
  readonly drive?: 'manual' | 'poll'
  readonly logger?: Logger
  readonly onDecision?: (decision: Decision) => void
  readonly onSent?: (sent: Sent) => void
  /** Replaces the broadcast of a signed transaction, e.g. to delay it. */
  readonly broadcast?: (chain: number, raw: Hex, hash: Hash) => Promise<void>
  /** Serves the HTTP API; default true when `drive` is `poll`. */
  readonly serve?: boolean
}

export interface RelayerHandle {
  /** Reads every chain up to its head, so that the next tick is decided from memory. */
  readonly follow: () => Promise<void>
  /**
   * One step: decide on the prices, send what is due; resolves when all of it is broadcast. Follows the chains first,
   * within its own time, unless `follow` has done so since the last step.
   */
  readonly tick: (prices: readonly PriceTick[]) => Promise<TickResult>
  readonly state: () => RelayerState
  readonly latency: () => Latency
  /** Where the API listens, if it does. */
  readonly apiUrl?: string
  readonly stop: () => Promise<void>
}
