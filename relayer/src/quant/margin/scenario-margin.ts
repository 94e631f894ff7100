import { black } from '../exotics/european.ts'
import { fieldError } from '../field-error.ts'
import { leastWorth, type UncertainClaim } from './claim-value.ts'
import { type ShockTerms, shockedVols } from './vol-shock.ts'

const YEAR = 365 * 86_400

/** A position in one series, as margin sees it. */
export type MarginLeg = {
  readonly put: boolean
  readonly strike: number
  /** UNIX seconds. */
  readonly expiry: number
  /** Options, negative when sold. */
  readonly size: number
  readonly vol: number
  /** Rate per year. */
  readonly carry: number
  /** Part of it that settlement instants still to come decide. */
  readonly weight: number
}

/** One stress: spot times `spotMul`, vol up (1), same (0) or down (−1), the change weighted by `damp`. */
export type Scenario = { readonly spotMul: number; readonly volShock: -1 | 0 | 1; readonly damp: number }

/** Terms of solvency, plain numbers of `Thresholds`. */
export type SolvencyTerms = ShockTerms & {
  /** Contingency per short option as a share of spot. */
  readonly shortCharge: number
  /** Standard deviations a settlement window may have moved. */
  readonly moveRate: number
  /** Settlement window in seconds. */
  readonly window: number
}

export type Solvency = {
  /** Options at model, settled payoffs included. */
  readonly value: number
  /** Most that options and claims lose together, with contingencies. */
  readonly loss: number
  /** Most that the options alone are short of zero by. */
  readonly liability: number
  /** Index of the scenario of the largest loss, −1 if none loses. */
  readonly worst: number
}

/**
 * The scenario margin of `MarginModel.solvency` in plain numbers: the same engine over the same list, equal within the rounding
 * of either (MATH §6). Amounts in quote.
 *
 * @throws QuantInputError
 */
export function scenarioMargin(
  book: {
    readonly spot: number
    readonly time: number
    readonly settled: number
    readonly legs: readonly MarginLeg[]
  },
  claims: readonly UncertainClaim[],
  scenarios: readonly Scenario[],
  terms: SolvencyTerms,
): Solvency {
  const { spot, time, legs } = book
  if (!(spot > 0 && spot < Number.POSITIVE_INFINITY)) throw fieldError('spot', spot, 'above zero and finite')
  legs.forEach(requireLeg)
  const marks = legs.map((leg) => optionAt(leg, spot, time, leg.vol))
  const shocks = legs.map((leg) => shockedVols(leg.vol, Math.max(0, leg.expiry - time), terms))
  const value = legs.reduce((sum, leg, i) => sum + leg.size * marks[i]!, book.settled)
  const claimed = worthOf(claims, spot)
  let [loss, liability, worst] = [0, 0, -1]
  scenarios.forEach(({ spotMul, volShock, damp }, index) => {
    const there = spot * spotMul
    let options = 0
    legs.forEach((leg, i) => {
      const live = leg.size * leg.weight
      if (live === 0) return
      const { up, down } = shocks[i]!
      const vol = volShock === 1 ? up : volShock === -1 ? down : leg.vol
      options += live * (optionAt(leg, there, time, vol) - marks[i]!)
    })
    const change = damp * options
    const total = -change - damp * (worthOf(claims, there) - claimed)
    if (total > loss) [loss, worst] = [total, index]
    liability = Math.max(liability, -value - change)
  })
  return { value, loss: loss + contingency(legs, spot, time, terms), liability, worst }
}

/** What scenarios do not see: a charge per short option, and the move of a settlement window that is under way. */
function contingency(legs: readonly MarginLeg[], spot: number, time: number, terms: SolvencyTerms): number {
  return legs.reduce((sum, leg) => {
    const into = time - (leg.expiry - terms.window)
    const moved = into > 0 ? terms.moveRate * leg.vol * Math.sqrt(into / YEAR) : 0
    return sum + Math.abs(leg.size) * spot * ((leg.size < 0 ? terms.shortCharge : 0) + moved)
  }, 0)
}

function optionAt(
  { put, strike, expiry, carry }: MarginLeg,
  spot: number,
  time: number,
  vol: number,
): number {
  const years = Math.min(10, Math.max(0, expiry - time) / YEAR)
  const discount = Math.exp(-carry * years)
  return black(put, spot / discount, strike, Math.min(vol, 10) * Math.sqrt(years), discount)
}

function worthOf(claims: readonly UncertainClaim[], spot: number): number {
  return claims.reduce((sum, claim) => sum + leastWorth(claim, spot), 0)
}

function requireLeg(leg: MarginLeg, i: number): void {
  const { strike, vol, weight } = leg
  if (!(strike > 0 && strike < Number.POSITIVE_INFINITY)) {
    throw fieldError(`legs[${i}].strike`, strike, 'above zero and finite')
  }
  if (!(vol >= 0 && vol <= 20)) throw fieldError(`legs[${i}].vol`, vol, 'from 0 to 20')
  if (!(weight >= 0 && weight <= 1)) throw fieldError(`legs[${i}].weight`, weight, 'from 0 to 1')
  for (const field of ['expiry', 'size', 'carry'] as const) {
    if (!Number.isFinite(leg[field])) throw fieldError(`legs[${i}].${field}`, leg[field], 'finite')
  }
}
