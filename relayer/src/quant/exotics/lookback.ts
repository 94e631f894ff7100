import { requirePositive } from '../field-error.ts'
import { cdf } from '../normal.ts'
import { forwardOf } from './european.ts'
import { checked, type Market, type Pricer } from './market.ts'

/** Carry below which the forms' removable pole at zero is bridged by a straight line; its error is of the square. */
const NEAR_ZERO_CARRY = 1e-4

/** Pays how far spot ends above its lowest (call), or below its highest (put). `extreme` is the one seen so far. */
export function floatingLookback({
  put,
  extreme,
}: {
  readonly put: boolean
  readonly extreme: number
}): Pricer {
  requirePositive('extreme', extreme)
  return checked((market, years) => {
    const seen = put ? Math.max(extreme, market.spot) : Math.min(extreme, market.spot)
    const forward = forwardOf(market, years)
    const discount = Math.exp(-market.rate * years)
    return Math.max(0, beyond(market, years, seen, put) + discount * (put ? seen - forward : forward - seen))
  })
}

/** Pays how far the highest lies above the strike (call), or the lowest below it (put). */
export function fixedLookback({
  put,
  strike,
  extreme,
}: {
  readonly put: boolean
  readonly strike: number
  readonly extreme: number
}): Pricer {
  requirePositive('strike', strike)
  requirePositive('extreme', extreme)
  return checked((market, years) => {
    const seen = put ? Math.min(extreme, market.spot) : Math.max(extreme, market.spot)
    const locked = put ? Math.max(strike - seen, 0) : Math.max(seen - strike, 0)
    const level = put ? Math.min(strike, seen) : Math.max(strike, seen)
    return locked * Math.exp(-market.rate * years) + beyond(market, years, level, !put)
  })
}

/**
 * Value of how far the running extreme will pass `level`: the highest above it (`high`), or the lowest below it (Goldman,
 * Sosin and Gatto 1979; Conze and Viswanathan 1991).
 */
function beyond(market: Market, years: number, level: number, high: boolean): number {
  const carry = market.rate - market.yield
  if (Math.abs(carry) >= NEAR_ZERO_CARRY) return beyondAt(market, years, level, high, carry)
  const [left, right] = [-NEAR_ZERO_CARRY, NEAR_ZERO_CARRY].map((b) =>
    beyondAt(market, years, level, high, b),
  )
  return left! + ((carry + NEAR_ZERO_CARRY) / (2 * NEAR_ZERO_CARRY)) * (right! - left!)
}

function beyondAt(
  { spot, vol, rate }: Market,
  years: number,
  level: number,
  high: boolean,
  carry: number,
): number {
  const side = high ? 1 : -1
  const deviation = vol * Math.sqrt(years)
  const forward = spot * Math.exp(carry * years)
  const discount = Math.exp(-rate * years)
  const log = Math.log(spot / level)
  const d1 = (log + (carry + (vol * vol) / 2) * years) / deviation
  const vanilla = side * (forward * cdf(side * d1) - level * cdf(side * (d1 - deviation)))
  const power = (-2 * carry * log) / (vol * vol)
  const mass = cdf(side * (d1 - (2 * carry * Math.sqrt(years)) / vol))
  const image = mass === 0 ? 0 : Math.exp(power) * mass
  const premium = ((spot * vol * vol) / (2 * carry)) * (Math.exp(carry * years) * cdf(side * d1) - image)
  return Math.max(0, discount * (vanilla + side * premium))
}
