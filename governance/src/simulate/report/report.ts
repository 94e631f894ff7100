import type { Hex } from 'viem'
import type { MovedSetting } from '../state/settings.ts'
import type { MovedValue } from '../state/values.ts'
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
  }
  readonly deliveries: readonly Delivered[]
  readonly values: readonly MovedValue[]
  readonly settings: readonly MovedSetting[]
}

export type Delivered = {
  readonly chain: string
  readonly wanted: { readonly version: bigint; readonly digest: Hex }
  readonly applied: { readonly version: bigint; readonly digest: Hex }
  /** Families that carried it; none at home. */
  readonly families: readonly number[]
  readonly refused: readonly string[]
}
