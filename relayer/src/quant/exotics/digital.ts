import { requirePositive } from '../field-error.ts'
import { cdf } from '../normal.ts'
import { forwardOf } from './european.ts'
import { checked, type Market, type Pricer, type Vanilla } from './market.ts'

/** Pays `cash` if the option ends in the money (Reiner and Rubinstein 1991). */
export function cashOrNothing({ put, strike, cash }: Vanilla & { readonly cash: number }): Pricer {
  requirePositive('strike', strike)
  requirePositive('cash', cash)
  return checked((market, years) => {
    const d2 = d1Of(market, years, strike) - market.vol * Math.sqrt(years)
    return cash * Math.exp(-market.rate * years) * cdf(put ? -d2 : d2)
  })
}

/** Pays the asset if the option ends in the money. */
export function assetOrNothing({ put, strike }: Vanilla): Pricer {
  requirePositive('strike', strike)
  return checked((market, years) => {
    const d1 = d1Of(market, years, strike)
    return market.spot * Math.exp(-market.yield * years) * cdf(put ? -d1 : d1)
  })
}

function d1Of(market: Market, years: number, strike: number): number {
  const deviation = market.vol * Math.sqrt(years)
  return Math.log(forwardOf(market, years) / strike) / deviation + deviation / 2
}
