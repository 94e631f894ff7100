import { fieldError, requirePositive } from '../field-error.ts'
import { type Estimate, monteCarlo, type PathPayoff } from '../paths/monte-carlo.ts'
import type { Market } from './market.ts'

/** A note that ends early, with all coupons so far, at the first observation at or above `callAt`; otherwise at the last. */
export type Autocallable = {
  readonly notional: number
  /** Spot at issue; the levels below are shares of it. */
  readonly reference: number
  readonly callAt: number
  /** Paid for every period that has passed, when called. */
  readonly coupon: number
  /** If the last spot is below this share, the notional falls with it. */
  readonly protection: number
  /** Years from now to each observation, rising. */
  readonly observations: readonly number[]
}

export function autocallablePayoff({
  notional,
  reference,
  callAt,
  coupon,
  protection,
  observations,
}: Autocallable): PathPayoff {
  const last = observations.length - 1
  return (spots, discountTo) => {
    for (let i = 0; i <= last; i++) {
      if (spots[i]! >= callAt * reference) return notional * (1 + coupon * (i + 1)) * discountTo(i)
    }
    const end = spots[last]! / reference
    return notional * (end >= protection ? 1 : end) * discountTo(last)
  }
}

/** Its value by simulation: the worked example of the path engine. */
export function autocallable(
  terms: Autocallable,
  market: Market,
  options: { readonly paths?: number; readonly batches?: number; readonly seed?: number } = {},
): Estimate {
  requirePositive('notional', terms.notional)
  requirePositive('reference', terms.reference)
  requirePositive('callAt', terms.callAt)
  if (!(terms.protection >= 0 && terms.protection <= terms.callAt)) {
    throw fieldError('protection', terms.protection, `from 0 to callAt, ${terms.callAt}`)
  }
  return monteCarlo({ market, times: terms.observations, payoff: autocallablePayoff(terms), ...options })
}
