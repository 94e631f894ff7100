import { type Estimate, monteCarlo, type PathPayoff } from '../paths/monte-carlo.ts'
import { discreteGeometricAsian, type Fixings, requireFractions } from './asian-geometric.ts'
import type { Market, Vanilla } from './market.ts'

/**
 * An option on the arithmetic average of fixings by Monte Carlo, with the geometric average's option as its control (Kemna and
 * Vorst 1990). A fixing at fraction 0 is spot itself.
 */
export function simulatedArithmeticAsian(
  { put, strike, fractions }: Vanilla & Fixings,
  market: Market,
  years: number,
  {
    paths,
    batches,
    seed,
  }: { readonly paths?: number; readonly batches?: number; readonly seed?: number } = {},
): Estimate {
  requireFractions(fractions)
  const known = fractions.filter((t) => t === 0).length
  const later = fractions.slice(known)
  const times = [...later.map((t) => t * years), ...(later.at(-1) === 1 ? [] : [years])]
  const last = times.length - 1
  const count = fractions.length
  const side = put ? -1 : 1
  const arithmetic: PathPayoff = (spots, discountTo) => {
    let sum = known * market.spot
    for (let i = 0; i < later.length; i++) sum += spots[i]!
    return Math.max(side * (sum / count - strike), 0) * discountTo(last)
  }
  const geometric: PathPayoff = (spots, discountTo) => {
    let sum = known * Math.log(market.spot)
    for (let i = 0; i < later.length; i++) sum += Math.log(spots[i]!)
    return Math.max(side * (Math.exp(sum / count) - strike), 0) * discountTo(last)
  }
  return monteCarlo({
    market,
    times,
    payoff: arithmetic,
    control: { payoff: geometric, value: discreteGeometricAsian({ put, strike, fractions })(market, years) },
    ...(paths === undefined ? {} : { paths }),
    ...(batches === undefined ? {} : { batches }),
    ...(seed === undefined ? {} : { seed }),
  })
}
