// SPDX-License-Identifier: MIT
import { type AnnualSmile, surfaceVariance } from '../quant/surface/index.ts'
import type { SurfaceState } from './surface.ts'
import { fromChainSmile } from './surface.ts'
import type { Update } from './update.ts'

/** Log-moneyness at which two surfaces are compared, as shares of the checked width. */
const PLACES = [-0.5, -0.25, 0, 0.25, 0.5] as const

export interface RefusalInput {
  readonly update: Update
  readonly state: SurfaceState
  /** What this updater would sign itself. */
  readonly own: readonly AnnualSmile[]
  readonly market: number
  /** Relative difference of vol. */
  readonly tolerance: number
  /** Seconds. */
  readonly validity: number
}

/**
 * Why an update is not signed; undefined when it is. An updater signs what lies near its own opinion at every expiry of both
 * surfaces; whether the contract takes it is the contract's to say.
 */
export function refusalOf(input: RefusalInput): string | undefined {
  const { update, state, own, market, tolerance, validity } = input
  const { time } = state.head
  if (update.market !== market) return `market ${update.market} is not ${market}`
  if (update.nonce !== state.nonce + 1n) return `nonce ${update.nonce} is not ${state.nonce + 1n}`
  const left = Number(update.deadline) - time
  if (left < 0 || left > 2 * validity) return `the deadline is ${left} s ahead, not within ${2 * validity} s`
  const theirs = update.smiles.map(fromChainSmile)
  const falls = theirs.findIndex(({ expiry }, i) => expiry <= (theirs[i - 1]?.expiry ?? time))
  if (falls >= 0) return `expiry ${theirs[falls]!.expiry} does not lie after the one before and now`
  for (const { expiry } of [...theirs, ...own]) {
    for (const place of PLACES) {
      const k = place * state.terms.width
      const [vol, ours] = [theirs, own].map((smiles) => Math.sqrt(surfaceVariance(smiles, expiry, k, time)))
      // NaN is refused too
      if (!(Math.abs(vol! / ours! - 1) <= tolerance)) {
        return `vol ${percent(vol!)} at expiry ${expiry}, k = ${k}: ours is ${percent(ours!)}`
      }
    }
  }
  return undefined
}

function percent(vol: number): string {
  return `${(100 * vol).toFixed(2)} %`
}
