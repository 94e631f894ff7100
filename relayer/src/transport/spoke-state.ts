// SPDX-License-Identifier: MIT
import type { iHedgeExecutorAbi, iRiskParametersAbi } from '@gimbal/contracts'
import type { ContractFunctionReturnType, DecodeEventLogReturnType, Hash, Hex } from 'viem'
import type { Report } from './hub-state.ts'
import type { Ledger } from './leaf-hash.ts'
import { emptyInbox, type RemoteInbox } from './remote-inbox.ts'

export type SpokeConfig = ContractFunctionReturnType<typeof iRiskParametersAbi, 'view', 'snapshot'>
export type MarketConfig = SpokeConfig['markets'][number]
export type Execution = DecodeEventLogReturnType<typeof iHedgeExecutorAbi, 'Hedged'>['args']['execution']

/** A hedge or fill as the executor reported it. */
export interface HedgeRecord {
  readonly spoke: number
  readonly book: bigint
  readonly epoch: bigint
  readonly kind: 'hedge' | 'fill'
  readonly execution: Execution
  readonly transaction: Hash
  readonly block: number
}

/** A message of this chain's transport that is on its way. */
export interface Queued {
  readonly toChain: number
  readonly nonce: bigint
  readonly body: Hex
  readonly sentAt: number
}

export interface SpokeState {
  /** Heartbeat in force. */
  epoch: bigint
  leaseEnd: number
  /** When the heartbeat arrived. */
  arrival: number
  mandateRoot: Hex
  configDigest: Hex
  /** What is in force: the last config that was so whole, as far as one that waits has not tightened it. */
  config: SpokeConfig | undefined
  /** The last config that was in force whole. */
  configVersion: bigint
  /** Configs that are confirmed and wait in the timelock of the spoke, by ticket. */
  readonly configsWaiting: Map<bigint, { readonly version: bigint; readonly eta: number }>
  pausedUntil: number
  pool: bigint
  readonly ledgers: Map<bigint, Ledger>
  /** Quote of a book that the vault will not credit any more and has not refunded. */
  readonly expired: Map<bigint, bigint>
  /** Chain time of the last trade of a book. */
  readonly tradedAt: Map<bigint, number>
  /** Chain time since which a ledger differs from the last report. */
  changedSince: number | undefined
  lastReport: Report | undefined
  /** Ledgers as the newest reports carried them, by sequence. */
  readonly reported: Map<bigint, ReadonlyMap<bigint, Ledger>>
  readonly active: Set<bigint>
  /** Sign of (held - target) after the last trade of a book. */
  readonly side: Map<bigint, -1 | 0 | 1>
  readonly lastHedge: Map<number, number>
  readonly hedges: HedgeRecord[]
  /** Bridge messages that left here, by destination and nonce. */
  readonly relays: Map<string, Queued>
  /** Bridge messages confirmed here, by origin and nonce. */
  readonly confirmedRelays: Set<string>
  /** Those of them that their recipient refused. */
  readonly failedRelays: Set<string>
  /** What votes ask of it. */
  readonly inbox: RemoteInbox
}

export function emptySpoke(): SpokeState {
  const zero: Hex = `0x${'00'.repeat(32)}`
  return {
    epoch: 0n,
    leaseEnd: 0,
    arrival: 0,
    mandateRoot: zero,
    configDigest: zero,
    config: undefined,
    configVersion: 0n,
    configsWaiting: new Map(),
    pausedUntil: 0,
    pool: 0n,
    ledgers: new Map(),
    expired: new Map(),
    tradedAt: new Map(),
    changedSince: undefined,
    lastReport: undefined,
    reported: new Map(),
    active: new Set(),
    side: new Map(),
    lastHedge: new Map(),
    hedges: [],
    relays: new Map(),
    confirmedRelays: new Set(),
    failedRelays: new Set(),
    inbox: emptyInbox(),
  }
}
