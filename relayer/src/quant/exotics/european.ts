import { requirePositive } from '../field-error.ts'
import { cdf } from '../normal.ts'
import { checked, type Market, type Pricer, type Vanilla } from './market.ts'

/** Black's formula: discounted expectation of (±(F − K))⁺ for a lognormal F with standard deviation `deviation` of its log. */
export function black(
  put: boolean,
  forward: number,
  strike: number,
  deviation: number,
  discount: number,
): number {
  if (strike <= 0) return put ? 0 : discount * (forward - strike)
  if (deviation <= 0) return discount * Math.max(put ? strike - forward : forward - strike, 0)
  const d1 = Math.log(forward / strike) / deviation + deviation / 2
  const side = put ? -1 : 1
  return side * discount * (forward * cdf(side * d1) - strike * cdf(side * (d1 - deviation)))
}

export function forwardOf({ spot, rate, yield: dividend }: Market, years: number): number {
  return spot * Math.exp((rate - dividend) * years)
}

/** Black–Scholes–Merton. */
export function european({ put, strike }: Vanilla): Pricer {
  requirePositive('strike', strike)
  return checked((market, years) =>
    black(
      put,
      forwardOf(market, years),
      strike,
      market.vol * Math.sqrt(years),
      Math.exp(-market.rate * years),
    ),
  )
}
