import type { Address, Hex } from 'viem'
import type { ExitTermsInput, MarketTerms, SpokeMarketTerms, SpokeTermsInput } from './terms.ts'

/** A Uniswap v3 pool as a venue. */
export type PoolInput = { readonly venue: number; readonly pool: Address; readonly clip: bigint }

/** What a chain brings: addresses of others, and terms. */
export type ChainInput = {
  readonly id: number
  readonly name: string
  readonly rpcUrl: string
  readonly tokens: {
    readonly base: Address
    /** On the hub the real quote token; a spoke gets the bridged one from the deployment. */
    readonly quote?: Address
  }
  readonly oracle: {
    readonly basePush: Address
    readonly quotePush: Address
    /** L2 sequencer uptime feed, where there is one. */
    readonly sequencer?: Address
    readonly pull: Address
    readonly basePullId: Hex
    readonly quotePullId: Hex
  }
  readonly pools: readonly PoolInput[]
  readonly terms: SpokeTermsInput
  readonly exit: ExitTermsInput
  readonly market: SpokeMarketTerms
}

/** Who signs for a gateway family. */
export type FamilyInput = {
  readonly family: number
  readonly attesters: readonly Address[]
  readonly threshold: number
}

/** Who signs vol surfaces. */
export type UpdatersInput = {
  /** In rising order. */
  readonly accounts: readonly Address[]
  readonly quorum: number
}

/** The DAO on the hub. Durations in seconds, votes with 18 decimals, quorums in ten-thousandths of the supply. */
export type DaoInput = {
  /** The whole supply. */
  readonly grants: readonly { readonly to: Address; readonly amount: bigint }[]
  /** May cancel proposals for a term. */
  readonly guardian: Address
  readonly settings: {
    readonly votingDelay: number
    readonly votingPeriod: number
    readonly lateExtension: number
    readonly quorum: number
    readonly threshold: bigint
  }
  /** What no vote can undercut, ever. */
  readonly floors: {
    readonly votingDelay: number
    readonly votingPeriod: number
    readonly lateExtension: number
    readonly quorum: number
    readonly quorumCap: number
    readonly thresholdCap: bigint
    readonly guardianTerm: number
  }
  /** Steps without a vote: how long they wait and live, and the shortest wait that a vote may set. */
  readonly steward: {
    readonly terms: { readonly delay: number; readonly life: number }
    readonly leastDelay: number
  }
  /** The guardian's stops of new risk, in seconds: the longest, the least pause between two, and all of any 30 days. */
  readonly stops: { readonly longest: number; readonly apart: number; readonly share: number }
  readonly delays: DelaysInput
  readonly delayFloors: DelaysInput
}

/** Who watches over what votes do on the spokes. Durations in seconds. */
export type RemoteInput = {
  /** Cancels what waits in a spoke's timelock, and consents to a recovery. */
  readonly guardian: Address
  /** May ask for calls once the hub has been silent for long. */
  readonly recovery: Address
  readonly terms: {
    readonly cancelApart: number
    readonly silence: number
    readonly recoveryDelay: number
  }
}

/** How long values, bounds and upgrades wait. */
export type DelaysInput = { readonly value: number; readonly bounds: number; readonly upgrade: number }

/** Everything a deployment needs to know; the first chain is the hub. */
export type NetworkInput = {
  readonly chains: readonly [ChainInput, ...ChainInput[]]
  readonly market: { readonly id: number } & MarketTerms
  readonly families: readonly FamilyInput[]
  /** Families that must agree. */
  readonly quorum: number
  readonly updaters: UpdatersInput
  readonly dao: DaoInput
  readonly remote: RemoteInput
  /** Seconds the Timelock of a spoke holds an operation back; the hub's is the DAO's. */
  readonly timelockDelay: number
  /** Accounts behind the `key:NAME` holders of the role table. */
  readonly keys: Readonly<Record<string, Address>>
}
