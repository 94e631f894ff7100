import { requirePositive, requireWithin } from '../field-error.ts'

/** What a product is priced in: spot, vol per square root of a year, continuous rate and yield per year. */
export type Market = {
  readonly spot: number
  readonly vol: number
  readonly rate: number
  /** Dividend or funding yield q; the carry of the forward is rate − yield. */
  readonly yield: number
}

/** Value today of one unit of a product that has `years` to live. */
export type Pricer = (market: Market, years: number) => number

/** Least deviation σ√τ at which closed forms are evaluated: below it they have reached their limit to the last digit. */
const LEAST_DEVIATION = 1e-9

/**
 * The product with its inputs checked, and with σ√τ kept off zero so that forms that divide by it give their limit.
 *
 * @throws QuantInputError naming spot, vol, rate, yield or years
 */
export function checked(price: Pricer): Pricer {
  return (market, years) => {
    requirePositive('spot', market.spot)
    requireWithin('vol', market.vol, 0, 20)
    requireWithin('rate', market.rate, -10, 10)
    requireWithin('yield', market.yield, -10, 10)
    requireWithin('years', years, 0, 200)
    const kept = Math.max(years, 1e-12)
    const vol = Math.max(market.vol, LEAST_DEVIATION / Math.sqrt(kept))
    return price({ ...market, vol }, kept)
  }
}

/** A call or a put struck at `strike`. */
export type Vanilla = { readonly put: boolean; readonly strike: number }
