// SPDX-License-Identifier: MIT
import { optimalBand } from '../../band.ts'
import { type BandPoint, horizonBand, horizonWidths } from '../../horizon-band.ts'
import { targetVolFactor } from '../../target-vol.ts'
import { type Exposure, type Hedge, hedgeOf, varianceLeft } from '../exposure.ts'
import type { Check, Policy } from '../policy.ts'

export interface TwoThresholdTerms {
  readonly costRate: number
  readonly fixedCost: number
  /** γ of the body: A over the book's requirement. */
  readonly riskAversion: number
}

/** Delta at the book's own vols, trade beyond a to b, whatever time is left (`optimalBand`). */
export function endlessTwoThreshold(terms: TwoThresholdTerms): Policy {
  const { riskAversion } = terms
  return {
    start() {},
    next(held, { target, gamma, spot }) {
      const distance = held - target
      const { costRate, fixedCost } = terms
      if (surelyInside(costRate, fixedCost, { riskAversion, gamma, spot }, Math.abs(distance))) return held
      const { outer, inner } = optimalBand(terms, riskAversion, gamma, spot)
      return Math.abs(distance) > outer ? target + Math.sign(distance) * inner : held
    },
  }
}

/**
 * Gimbal's rule. The body carries vols times `targetVolFactor` and γ as of its publication and is published anew once either has
 * moved by `drift` of itself; delta, gamma and variance come from the body; trade beyond a to b of `horizonBand`.
 *
 * @param live γ by the requirement of the moment; constant without it
 */
export function gimbal(terms: TwoThresholdTerms, drift = 0.05, live?: (check: Check) => number): Policy {
  const hedge: Hedge = { target: 0, gamma: 0, grossGamma: 0 }
  const point = { riskAversion: terms.riskAversion, gamma: 0, spot: 0, variance: 0 }
  let book: Exposure
  let factor = 0
  let asOf = 0
  const publish = (check: Check) => {
    const { gamma, spot, logSpot, time } = check
    const riskAversion = live === undefined ? terms.riskAversion : live(check)
    let grossGamma = Math.abs(gamma)
    if (book.rows > 1) {
      hedgeOf(book, spot, logSpot, time, 1, hedge)
      grossGamma = hedge.grossGamma
    } else if (live === undefined) {
      // of one series the factor moves with the eighth root of this: by 5 % not before it has halved or doubled
      const moved = (spot * spot * grossGamma) / asOf
      if (moved > 0.5 && moved < 2 && factor > 0.75 && drift >= 0.05) return
    }
    const now = targetVolFactor({ costRate: terms.costRate, riskAversion, gamma, grossGamma, spot })
    if (
      factor === 0 ||
      Math.abs(now - factor) >= drift * factor ||
      Math.abs(riskAversion - point.riskAversion) >= drift * point.riskAversion
    ) {
      factor = now
      asOf = spot * spot * grossGamma
      point.riskAversion = riskAversion
    }
  }
  return {
    start(started) {
      book = started
      factor = 0
      asOf = 0
    },
    next(held, check) {
      publish(check)
      hedgeOf(book, check.spot, check.logSpot, check.time, factor, hedge)
      const distance = held - hedge.target
      point.gamma = hedge.gamma
      point.spot = check.spot
      point.variance = varianceLeft(book, check.time, factor)
      const least = horizonWidths(terms, point)
      const beyond = Math.abs(distance) - least.proportional
      if (beyond <= least.fixed || surelyInside(terms.costRate, terms.fixedCost, point, beyond)) return held
      const { outer, inner } = horizonBand(terms, point)
      return Math.abs(distance) > outer ? hedge.target + Math.sign(distance) * inner : held
    },
  }
}

/** 2a³ ≥ P and a⁴ ≥ Q for the endless a, so most checks need no root. */
function surelyInside(
  costRate: number,
  fixedCost: number,
  { riskAversion, gamma, spot }: Pick<BandPoint, 'riskAversion' | 'gamma' | 'spot'>,
  distance: number,
): boolean {
  if (distance <= 0) return true
  const scale = (gamma * gamma) / riskAversion
  const cube = distance * distance * distance
  return 2 * cube <= 3 * costRate * spot * scale || cube * distance <= 12 * fixedCost * scale
}
