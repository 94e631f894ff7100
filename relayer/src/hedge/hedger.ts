// SPDX-License-Identifier: MIT
import type { Address } from 'viem'
import type { Agent } from '../chain/agent.ts'
import type { Policy } from '../config/schema.ts'
import type { PriceTick } from '../market/price-tick.ts'
import type { Decimals } from './evaluate.ts'
import type { Router } from './route.ts'

/** What hedging on one spoke needs besides its chain. */
export interface Hedger {
  readonly agent: Agent
  readonly sender: Address
  readonly router: Router
  readonly decimals: Decimals
  readonly policy: Policy
  /** Fee of the pull oracle for a tick's updates, native. */
  readonly updateFee: (tick: PriceTick) => Promise<bigint>
}
