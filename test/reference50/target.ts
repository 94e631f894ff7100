import { european } from './european.ts'
import { one, over, times } from './fixed.ts'

/** A series of a list; `size` is negative when sold, carry is the rate. */
export interface Leg {
  readonly strike: bigint
  readonly put: boolean
  readonly size: bigint
  readonly vol: bigint
  readonly carry: bigint
  /** Years to the expiry: with 18 decimals where a contract is measured, exact elsewhere. */
  readonly tau: bigint
  /** UNIX seconds */
  readonly expiry: bigint
}

interface Settlement {
  readonly window: bigint
  readonly instants: bigint
}

/** T = -sum size w delta and dT/dS of a list, with w the part of the settlement instants that are still to come. */
export function targetOf(legs: readonly Leg[], spot: bigint, time: bigint, settlement: Settlement) {
  let [target, gamma] = [0n, 0n]
  for (const { strike, put, size, vol, carry, tau, expiry } of legs) {
    if (time >= expiry) continue
    const pair = european({ spot, strike, vol, tau, rate: carry, yield: 0n })
    const weighted = times(size, ahead(expiry, time, settlement))
    target -= times(weighted, put ? pair.put.delta : pair.call.delta)
    gamma -= times(weighted, pair.call.gamma)
  }
  return { target, gamma }
}

/** Of the instants i = 1 to N at expiry - window + floor(i window / N), the part that `time` has not reached. */
function ahead(expiry: bigint, time: bigint, { window, instants }: Settlement): bigint {
  if (window === 0n || instants === 0n) return one
  let count = 0n
  for (let i = 1n; i <= instants; i += 1n) if (expiry - window + (i * window) / instants > time) count += 1n
  return over(count, instants)
}
