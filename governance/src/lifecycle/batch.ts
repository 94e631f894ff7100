import type { Address, Hex } from 'viem'

/** What a proposal is made of, whatever its text. */
export type Batch = {
  readonly targets: readonly Address[]
  readonly values: readonly bigint[]
  readonly calldatas: readonly Hex[]
}
