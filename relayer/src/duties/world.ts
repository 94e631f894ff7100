// SPDX-License-Identifier: MIT
import type { Agent } from '../chain/agent.ts'
import type { Header } from '../chain/headers.ts'
import type { Config } from '../config/schema.ts'
import type { PriceTick } from '../market/price-tick.ts'
import type { HubSpoke, HubState } from '../transport/hub-state.ts'
import type { SpokeState } from '../transport/spoke-state.ts'

/** A spoke from both ends, both reachable at this step. */
export interface SpokeWorld {
  readonly id: number
  readonly agent: Agent
  readonly head: Header
  readonly state: SpokeState
  /** What the hub has promised it and heard from it. */
  readonly hubSide: HubSpoke
}

/** What the duties of one step look at. */
export interface World {
  readonly config: Config
  readonly hub: Agent
  readonly hubHead: Header
  readonly hubState: HubState
  readonly spokes: readonly SpokeWorld[]
  readonly prices: ReadonlyMap<number, PriceTick>
}
