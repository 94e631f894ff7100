import type { Hex } from 'viem'
import type { HedgingReport } from '../hedging/replay.ts'
import type { RoleChange } from '../state/roles.ts'
import type { RuleState } from '../state/rules.ts'
import type { MovedSetting } from '../state/settings.ts'
import type { MovedValue } from '../state/values.ts'
import type { StorageChange } from '../storage/changes.ts'
import type { DecodedCall } from './calls.ts'

/** What a proposal does: everything but the wall clock and where it was found out. */
export type Report = {
  readonly format: 1
  readonly title: string
  /** keccak256 of targets, values and call data: what it is a report of. */
  readonly batch: Hex
  readonly calls: readonly DecodedCall[]
  /** What each chain was when it was left alone. */
  readonly origins: readonly {
    readonly chain: string
    readonly block: bigint
    readonly hash: Hex
    readonly time: bigint
  }[]
  /** Operations that were in the timelock before, in their order. */
  readonly queued: readonly {
    readonly operation: Hex
    readonly title: string
    readonly calls: readonly DecodedCall[]
    readonly why?: string
  }[]
  readonly execution: {
    readonly done: boolean
    /** The contracts' own word, where it failed. */
    readonly why?: string
    /** Seconds in the timelock. */
    readonly waited: bigint
    readonly gas?: bigint
    /** Where its calls carry coins. */
    readonly paid?: Paid
  }
  readonly deliveries: readonly Delivered[]
  readonly values: readonly MovedValue[]
  readonly settings: readonly MovedSetting[]
  readonly roles: readonly RoleChange[]
  readonly storage: readonly StorageChange[]
  /** Rules held against the state after, and whether each held before. */
  readonly rules: readonly (RuleState & { readonly before: boolean })[]
  /** What a hostile relayer and fills can cost in a day. */
  readonly loss: readonly LossChange[]
  /** None where no replay was asked for. */
  readonly hedging?: Hedging
}

/** What calls carried, what came with the execution, and what nobody gave back to the timelock. */
export type Paid = { readonly carried: bigint; readonly brought: bigint; readonly spent: bigint }

export type LossChange = {
  readonly market: string
  readonly spoke: string
  readonly quote: string
  readonly hedges: { readonly before: bigint; readonly after: bigint }
  readonly fills: { readonly before: bigint; readonly after: bigint }
  /** Of the bridge, as a share of what a book has. */
  readonly fees: { readonly before: bigint; readonly after: bigint }
}

export type Hedging = {
  /** What the paths were asked to be; enough to draw them again. */
  readonly options: {
    readonly seed: number
    readonly paths: number
    readonly days: number
    readonly prices?: Hex
  }
  readonly markets: readonly HedgingReport[]
  /** Markets that were left out, and why. */
  readonly skipped: readonly { readonly market: string; readonly why: string }[]
}

export type Delivered = {
  readonly chain: string
  readonly wanted: { readonly version: bigint; readonly digest: Hex }
  readonly applied: { readonly version: bigint; readonly digest: Hex }
  /** Families that carried it; none at home. */
  readonly families: readonly number[]
  readonly refused: readonly string[]
}
