import { fieldError, requirePositive } from '../field-error.ts'
import { cdf } from '../normal.ts'
import { european } from './european.ts'
import { checked, type Market, type Pricer, type Vanilla } from './market.ts'

export type DoubleBarrier = Vanilla & {
  readonly kind: 'knock-in' | 'knock-out'
  readonly low: number
  readonly high: number
}

/** Images on either side; their terms fall like exp(−2n²·ln²(U/L)/σ²τ). */
const MOST_IMAGES = 200

/** A European option that lives or dies outside a corridor, by images (Ikeda and Kunitomo 1992 with flat barriers). */
export function doubleBarrier(terms: DoubleBarrier): Pricer {
  const { strike, low, high } = terms
  requirePositive('strike', strike)
  requirePositive('low', low)
  if (!(high > low && high < Number.POSITIVE_INFINITY)) throw fieldError('high', high, `above low, ${low}`)
  const plain = european(terms)
  return checked((market, years) => {
    const outside = market.spot <= low || market.spot >= high
    const alive = outside ? 0 : knockedOut(terms, market, years)
    return terms.kind === 'knock-out' ? alive : Math.max(0, plain(market, years) - alive)
  })
}

function knockedOut({ put, strike, low, high }: DoubleBarrier, market: Market, years: number): number {
  const { spot, vol, rate, yield: dividend } = market
  const deviation = vol * Math.sqrt(years)
  const middle = Math.min(Math.max(strike, low), high)
  const [from, to] = put ? [low, middle] : [middle, high]
  if (from === to) return 0
  const power = (2 * (rate - dividend)) / (vol * vol) + 1
  const width = Math.log(high / low)
  const drift = (rate - dividend + (vol * vol) / 2) * years
  // Probability mass of an image between two levels, under the asset's measure and under cash.
  const between = (image: number, shift: number): number => {
    const x = (level: number): number => (Math.log(image / level) + drift) / deviation - shift
    return cdf(x(from)) - cdf(x(to))
  }
  const images = Math.min(MOST_IMAGES, Math.ceil((4 * deviation + Math.abs(drift)) / width) + 3)
  let [assets, cash] = [0, 0]
  for (let n = -images; n <= images; n++) {
    const straight = spot * Math.exp(2 * n * width)
    const mirrored = (low * low * Math.exp(-2 * n * width)) / spot
    const straightLog = n * width
    const mirroredLog = Math.log(low / spot) - n * width
    assets +=
      weighed(straightLog * power, between(straight, 0)) - weighed(mirroredLog * power, between(mirrored, 0))
    cash +=
      weighed(straightLog * (power - 2), between(straight, deviation)) -
      weighed(mirroredLog * (power - 2), between(mirrored, deviation))
  }
  const value = spot * Math.exp(-dividend * years) * assets - strike * Math.exp(-rate * years) * cash
  return Math.max(0, put ? -value : value)
}

function weighed(exponent: number, mass: number): number {
  return mass === 0 ? 0 : Math.exp(exponent) * mass
}
