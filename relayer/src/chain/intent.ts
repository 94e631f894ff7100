// SPDX-License-Identifier: MIT
import type { Address, Hex } from 'viem'

/** A transaction that should be sent, before it has a nonce. */
export interface Intent {
  readonly chain: number
  /** Equal keys are one wish: while one is open the other waits. */
  readonly key: string
  readonly purpose: string
  readonly to: Address
  readonly data: Hex
  readonly value?: bigint
  readonly gas: bigint
  /** Spokes whose roots it changes on the hub. */
  readonly changes?: readonly number[]
  /** It builds on these: sent right behind one of them untried, as the state of now cannot tell; else only if `anyway`. */
  readonly after?: { readonly keys: readonly string[]; readonly anyway: boolean }
  /** It stands in for these: not sent while one of them is open, nor right behind one. */
  readonly insteadOf?: readonly string[]
  readonly tickTime?: number
}
