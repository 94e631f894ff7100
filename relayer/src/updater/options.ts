// SPDX-License-Identifier: MIT
import type { Hash, Hex, LocalAccount } from 'viem'
import type { Logger } from '../logger.ts'
import type { Candle } from '../market/candle.ts'
import type { PriceTick } from '../market/price-tick.ts'
import type { VarianceTerm } from '../quant/forecast/index.ts'
import type { UpdaterConfig } from './schema.ts'

export interface UpdaterOptions {
  readonly config: UpdaterConfig
  /** Signs, and pays for the updates that it submits. */
  readonly account: LocalAccount
  /** Full hours from before, besides those of the files that the configuration names. */
  readonly past?: readonly Candle[]
  /** `manual`: the caller calls `tick`; `poll` (default): it fetches prices and steps by itself. */
  readonly drive?: 'manual' | 'poll'
  /** Replaces the broadcast of a signed transaction, e.g. to delay it. */
  readonly broadcast?: (chain: number, raw: Hex, hash: Hash) => Promise<void>
  readonly logger?: Logger
}

/** An update that was broadcast. */
export interface Submitted {
  readonly hash: Hash
  readonly nonce: bigint
  /** Time on the chain's clock when it was made. */
  readonly time: number
  readonly term: VarianceTerm
  /** Whether the surface is where the forecast wants it; otherwise a step nearer. */
  readonly arrived: boolean
  readonly signers: number
}

/** A summary for people and health checks. */
export interface UpdaterState {
  /** It knows the chain's surface and has a forecast. */
  readonly ready: boolean
  readonly updater: string
  readonly market: number
  /** Hours of history. */
  readonly hours: number
  readonly model: string | undefined
  /** Of the surface in force when the chain was last looked at. */
  readonly nonce: bigint | undefined
  readonly updatedAt: number | undefined
  /** Annual vol at the money that it would like now. */
  readonly wanted: readonly { readonly expiry: number; readonly vol: number }[]
  readonly submitted: number
  readonly signed: number
  /** What kept it last from an update or a signature. */
  readonly trouble: string | undefined
}

export interface UpdaterHandle {
  /** Takes a price in; looks at the chain and updates the surface if that is due and its turn. */
  readonly tick: (price: Pick<PriceTick, 'price' | 'time'>) => Promise<Submitted | undefined>
  /** What it believes about the days to come; undefined while it has too little history and no prior. */
  readonly term: () => VarianceTerm | undefined
  readonly state: () => UpdaterState
  /** Where its API listens. */
  readonly apiUrl: string
  readonly stop: () => Promise<void>
}
