import type { ContractFunctionArgs } from 'viem'
import type { abis } from '../generated/abi.ts'

type Args<name extends string> = ContractFunctionArgs<
  (typeof abis)['IRiskParameters'],
  'nonpayable',
  // The names of setters are those of the interface.
  name extends 'addMarket' | 'addSpoke' | 'listMarket' ? name : never
>

/** Terms of a market on the hub, in the order of `addMarket`, and of what looks at the market as a whole. */
export type MarketTerms = {
  readonly terms: Args<'addMarket'>[1]
  readonly oracle: Args<'addMarket'>[2]
  readonly settlement: Args<'addMarket'>[3]
  readonly thresholds: Args<'addMarket'>[4]
  readonly mandate: Args<'addMarket'>[5]
  readonly scenarios: Args<'addMarket'>[6]
  readonly gamma: ContractFunctionArgs<(typeof abis)['IGammaLimit'], 'nonpayable', 'setTerms'>[1]
  readonly surface: ContractFunctionArgs<(typeof abis)['IVolSurface'], 'nonpayable', 'setTerms'>[1]
}

export type SpokeTermsInput = Args<'addSpoke'>[1]

/** What leaving a spoke takes beside its terms. */
export type ExitTermsInput = Args<'addSpoke'>[2]

/** Terms of the market on one spoke. */
export type SpokeMarketTerms = {
  readonly band: Args<'listMarket'>[2]
  readonly limits: Args<'listMarket'>[3]
  /** What its pools bear, which bounds clip and floor. */
  readonly liquidity: Args<'listMarket'>[4]
}
