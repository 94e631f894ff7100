import { requirePositive, requireWithin } from '../field-error.ts'
import { cdf } from '../normal.ts'
import { european } from './european.ts'
import { checked, type Market, type Pricer, type Vanilla } from './market.ts'
import { hitProbability, paidAtHit, type Reflection, reflection, scaledCdf } from './reflection.ts'

export type SingleBarrier = Vanilla & {
  readonly kind: 'down-in' | 'down-out' | 'up-in' | 'up-out'
  readonly barrier: number
  /** Paid at the touch when knocked out, at expiry when never knocked in. */
  readonly rebate?: number
  /** Years between two observations; without it the barrier is watched all the time. */
  readonly observedEvery?: number
}

/** −ζ(½)/√(2π): how far a barrier seen now and then seems to lie away (Broadie, Glasserman and Kou 1997). */
const DISCRETE_SHIFT = 0.5825971579390106

/** A European option that lives or dies at a barrier (Reiner and Rubinstein 1991; Haug 1998, p. 69), with rebate. */
export function singleBarrier(terms: SingleBarrier): Pricer {
  const { strike, barrier, rebate = 0, observedEvery = 0 } = terms
  requirePositive('strike', strike)
  requirePositive('barrier', barrier)
  requireWithin('rebate', rebate, 0, Number.MAX_VALUE)
  requireWithin('observedEvery', observedEvery, 0, 200)
  const plain = european(terms)
  const down = terms.kind === 'down-in' || terms.kind === 'down-out'
  const knocksIn = terms.kind === 'down-in' || terms.kind === 'up-in'
  return checked((market, years) => {
    const away = DISCRETE_SHIFT * market.vol * Math.sqrt(observedEvery)
    const level = barrier * Math.exp(down ? -away : away)
    const touched = down ? market.spot <= level : market.spot >= level
    if (touched) return knocksIn ? plain(market, years) : rebate
    const alive = knockedIn(terms, market, years, level)
    if (knocksIn) {
      const never = 1 - hitProbability(market, years, level)
      return alive + rebate * Math.exp(-market.rate * years) * never
    }
    return Math.max(0, plain(market, years) - alive) + rebate * paidAtHit(market, years, level)
  })
}

/** Value of the part of the option whose paths touch the barrier: A, B, C, D of the reference without rebates. */
function knockedIn({ put, strike }: Vanilla, market: Market, years: number, barrier: number): number {
  const at = reflection(market, years, barrier)
  const down = at.eta === 1
  const direct = (level: number): number => part(at, market, put, strike, level)
  const mirrored = (level: number): number => image(at, market, put, strike, level)
  if (put !== down) {
    // Call over a barrier below, or put under one above: beyond the barrier it pays on one side of the strike only.
    const beyond = down ? strike > barrier : strike < barrier
    return beyond ? mirrored(strike) : direct(strike) - direct(barrier) + mirrored(barrier)
  }
  const whole = down ? strike < barrier : strike > barrier
  return whole ? direct(strike) : direct(barrier) - mirrored(strike) + mirrored(barrier)
}

/** The option's integral beyond `level`, over all paths. */
function part(at: Reflection, { spot }: Market, put: boolean, strike: number, level: number): number {
  const side = put ? -1 : 1
  const x = Math.log(spot / level) / at.deviation + (1 + at.mu) * at.deviation
  return side * (spot * at.growth * cdf(side * x) - strike * at.discount * cdf(side * (x - at.deviation)))
}

/** The same over the mirrored paths. */
function image(at: Reflection, { spot }: Market, put: boolean, strike: number, level: number): number {
  const side = put ? -1 : 1
  const y = (2 * at.distance + Math.log(spot / level)) / at.deviation + (1 + at.mu) * at.deviation
  return (
    side *
    (spot * at.growth * scaledCdf(2 * (at.mu + 1) * at.distance, at.eta * y) -
      strike * at.discount * scaledCdf(2 * at.mu * at.distance, at.eta * (y - at.deviation)))
  )
}
