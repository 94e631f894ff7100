import { requirePositive } from '../field-error.ts'
import { cdf } from '../normal.ts'
import { european } from './european.ts'
import { checked, type Market, type Pricer, type Vanilla } from './market.ts'

/** An American option by a flat exercise boundary: a lower bound of its value (Bjerksund and Stensland 1993). */
export function bjerksundStensland({ put, strike }: Vanilla): Pricer {
  requirePositive('strike', strike)
  const plain = european({ put, strike })
  return checked((market, years) => {
    const least = Math.max(plain(market, years), put ? strike - market.spot : market.spot - strike)
    // A put on S struck at K is a call on K struck at S with the two rates exchanged.
    const value = put
      ? call({ spot: strike, vol: market.vol, rate: market.yield, yield: market.rate }, years, market.spot)
      : call(market, years, strike)
    return Math.max(least, Number.isFinite(value) ? value : least)
  })
}

function call(market: Market, years: number, strike: number): number {
  const { spot, vol, rate, yield: dividend } = market
  const carry = rate - dividend
  if (carry >= rate || rate < 0) return 0
  const variance = vol * vol
  const beta = 0.5 - carry / variance + Math.sqrt((carry / variance - 0.5) ** 2 + (2 * rate) / variance)
  const never = (beta / (beta - 1)) * strike
  const atOnce = Math.max(strike, (rate / dividend) * strike)
  const h = (-(carry * years + 2 * vol * Math.sqrt(years)) * atOnce) / (never - atOnce)
  const trigger = atOnce + (never - atOnce) * (1 - Math.exp(h))
  if (spot >= trigger) return spot - strike
  const gain = trigger - strike
  const at = (gamma: number, level: number, unit: number): number =>
    phi(market, years, gamma, level, trigger, unit)
  return (
    gain * ((spot / trigger) ** beta - at(beta, trigger, trigger)) +
    spot * (at(1, trigger, spot) - at(1, strike, spot)) -
    strike * (at(0, trigger, 1) - at(0, strike, 1))
  )
}

/** Value of (S/unit)^γ paid at expiry if spot ends below `level` and never touched the trigger. */
function phi(
  { spot, vol, rate, yield: dividend }: Market,
  years: number,
  gamma: number,
  level: number,
  trigger: number,
  unit: number,
): number {
  const carry = rate - dividend
  const variance = vol * vol
  const deviation = vol * Math.sqrt(years)
  const drift = (-rate + gamma * carry + 0.5 * gamma * (gamma - 1) * variance) * years
  const d = -(Math.log(spot / level) + (carry + (gamma - 0.5) * variance) * years) / deviation
  const kappa = (2 * carry) / variance + 2 * gamma - 1
  const log = Math.log(trigger / spot)
  const mass = cdf(d - (2 * log) / deviation)
  const scale = drift + gamma * Math.log(spot / unit)
  return Math.exp(scale) * cdf(d) - (mass === 0 ? 0 : Math.exp(scale + kappa * log) * mass)
}
