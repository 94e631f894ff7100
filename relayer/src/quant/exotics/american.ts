import { requirePositive } from '../field-error.ts'
import { cdf } from '../normal.ts'
import { european } from './european.ts'
import { checked, type Market, type Pricer, type Vanilla } from './market.ts'

/** An American option by the quadratic approximation of Barone-Adesi and Whaley (1987). */
export function baroneAdesiWhaley({ put, strike }: Vanilla): Pricer {
  requirePositive('strike', strike)
  const plain = european({ put, strike })
  const side = put ? -1 : 1
  return checked((market, years) => {
    const { spot, rate, yield: dividend } = market
    // A call that carries its interest, or a put that earns none by being early, is never exercised.
    if (put ? rate <= 0 && dividend >= rate : dividend <= 0 && rate >= dividend) return plain(market, years)
    const q = power(market, years, side)
    const critical = criticalSpot(market, years, { put, strike }, q)
    if (critical === undefined) return Math.max(plain(market, years), side * (spot - strike))
    if (side * (spot - critical) >= 0) return side * (spot - strike)
    const share = 1 - Math.exp(-dividend * years) * cdf(side * d1Of(market, years, strike, critical))
    const premium = ((side * critical) / q) * share * (spot / critical) ** q
    return Math.max(plain(market, years) + premium, side * (spot - strike))
  })
}

/** Root of the quadratic in the premium's power; r/(1 − e^{−rτ}) tends to 1/τ at a rate of zero. */
function power({ vol, rate, yield: dividend }: Market, years: number, side: number): number {
  const variance = vol * vol
  const n = (2 * (rate - dividend)) / variance
  const perYear = Math.abs(rate * years) < 1e-9 ? 1 / years : -rate / Math.expm1(-rate * years)
  return (1 - n + side * Math.sqrt((n - 1) ** 2 + (8 * perYear) / variance)) / 2
}

/** Beyond e^100 strikes away exercise never pays. */
const FAR = 100

/** Spot at which exercise is worth as much as waiting, by bisection on its logarithm; undefined if there is none. */
function criticalSpot(
  market: Market,
  years: number,
  { put, strike }: Vanilla,
  q: number,
): number | undefined {
  const side = put ? -1 : 1
  const plain = european({ put, strike })
  const gap = (spot: number): number => {
    const share = 1 - Math.exp(-market.yield * years) * cdf(side * d1Of(market, years, strike, spot))
    return side * (spot - strike) - plain({ ...market, spot }, years) - (side * spot * share) / q
  }
  let [near, far] = [strike, strike]
  const step = Math.exp(side * Math.max(0.1, market.vol * Math.sqrt(years)))
  while (gap(far) < 0) {
    ;[near, far] = [far, far * step]
    if (Math.abs(Math.log(far / strike)) > FAR) return undefined
  }
  for (let i = 0; i < 200 && Math.abs(far / near - 1) > 1e-14; i++) {
    const middle = Math.sqrt(near * far)
    if (gap(middle) < 0) near = middle
    else far = middle
  }
  return far
}

function d1Of({ vol, rate, yield: dividend }: Market, years: number, strike: number, spot: number): number {
  const deviation = vol * Math.sqrt(years)
  return (Math.log(spot / strike) + (rate - dividend) * years) / deviation + deviation / 2
}
