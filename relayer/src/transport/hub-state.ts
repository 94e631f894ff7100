// SPDX-License-Identifier: MIT
import type { iAllocationBookAbi, iMandateBookAbi, iSpokeVaultAbi, iVolSurfaceAbi } from '@gimbal/contracts'
import type { ContractFunctionReturnType, Hex } from 'viem'
import type { FundEntry, Ledger } from './leaf-hash.ts'
import type { Outbox } from './outbox.ts'
import type { Send } from './transit.ts'

export type MandateBody = ContractFunctionReturnType<typeof iMandateBookAbi, 'view', 'bodyOf'>
export type Allocation = ContractFunctionReturnType<typeof iAllocationBookAbi, 'view', 'allocation'>
export type Heartbeat = ContractFunctionReturnType<typeof iMandateBookAbi, 'view', 'lastHeartbeat'>
/** Raw SVI of annual variance per expiry, as the surface stores it. */
export type Smiles = ContractFunctionReturnType<typeof iVolSurfaceAbi, 'view', 'smiles'>[0]
export type Report = ContractFunctionReturnType<typeof iSpokeVaultAbi, 'view', 'lastReport'>

/** A book as the hub has it. */
export interface HubBook {
  readonly id: bigint
  readonly market: number
  readonly hedged: boolean
  cash: bigint
  readonly positions: Map<bigint, bigint>
  /** Chain time of the last change of a position, and of the last publication. */
  changedAt: number
  publishedAt: number
  /** A position has changed since the last publication. */
  dirty: boolean
}

export interface Published {
  readonly index: number
  readonly body: MandateBody
  readonly leaf: Hex
}

/** Both trees as one heartbeat carried them. */
export interface Epoch {
  readonly heartbeat: Heartbeat
  readonly sentAt: number
  readonly mandates: ReadonlyMap<bigint, Published>
  readonly funds: ReadonlyMap<bigint, FundEntry>
}

/** What the hub knows and has promised of one spoke. */
export interface HubSpoke {
  readonly mandates: Map<bigint, Published>
  readonly funds: Map<bigint, FundEntry>
  /** Quote credited back to a book from the spoke. */
  readonly collected: Map<bigint, bigint>
  /** What was sent for a book and when, oldest first. */
  readonly sends: Map<bigint, Send[]>
  readonly allocations: Map<bigint, Allocation>
  /** Sent heartbeats, newest last. */
  readonly epochs: Map<bigint, Epoch>
  lastEpoch: bigint
  mandateRoot: Hex
  configVersion: bigint
  configDigest: Hex
  configSentVersion: bigint
  configSentAt: number
  report: Report | undefined
  reportArrival: number
  readonly proven: Map<bigint, { readonly sequence: bigint; readonly ledger: Ledger }>
  pool: bigint
  quarantined: boolean
  readonly outbox: Outbox
}

/** Progress of one expiry of a market. */
export interface Expiry {
  readonly market: number
  readonly expiry: number
  readonly stored: Set<number>
  settled: boolean
}

export interface Surface {
  readonly smiles: Smiles
  readonly nonce: bigint
  readonly updatedAt: number
}

export interface HubState {
  readonly books: Map<bigint, HubBook>
  readonly spokes: Map<number, HubSpoke>
  readonly expiries: Map<string, Expiry>
  readonly surfaces: Map<number, Surface>
  /** Books whose allocation is moving: both spokes, and the epoch that the growing one must report. */
  readonly moves: Map<bigint, { readonly from: number; readonly to: number; readonly epoch: bigint }>
}

export function emptyHub(): HubState {
  return { books: new Map(), spokes: new Map(), expiries: new Map(), surfaces: new Map(), moves: new Map() }
}
