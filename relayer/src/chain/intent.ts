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
  /** False when it builds on one sent just before, so that it cannot be tried on the state of now. */
  readonly simulate?: boolean
  readonly tickTime?: number
}
