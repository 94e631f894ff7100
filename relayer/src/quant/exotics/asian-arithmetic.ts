import { fieldError, requirePositive, requireWithin } from '../field-error.ts'
import { type Fixings, requireFractions } from './asian-geometric.ts'
import { black } from './european.ts'
import { checked, type Market, type Pricer, type Vanilla } from './market.ts'

/**
 * An option on the arithmetic average, watched all the time, by matching two moments to a lognormal (Levy 1992). `elapsed`
 * years of the averaging are over with the mean `averageSoFar`; what is left to live is the rest of it.
 */
export function continuousArithmeticAsian({
  put,
  strike,
  elapsed = 0,
  averageSoFar = 0,
}: Vanilla & { readonly elapsed?: number; readonly averageSoFar?: number }): Pricer {
  requirePositive('strike', strike)
  requireWithin('elapsed', elapsed, 0, 200)
  requireWithin('averageSoFar', averageSoFar, 0, Number.MAX_VALUE)
  return checked(({ spot, vol, rate, yield: dividend }, years) => {
    const share = years / (years + elapsed)
    const carry = rate - dividend
    const first = spot * meanGrowth(carry * years)
    const [slow, fast] = [carry + vol * vol, 2 * carry + vol * vol]
    const second =
      ((2 * spot * spot) / (slow * years)) * (meanGrowth(fast * years) - meanGrowth(carry * years))
    const deviation = deviationOf(first, second)
    const left = strike - (1 - share) * averageSoFar
    return black(put, share * first, left, deviation, Math.exp(-rate * years))
  })
}

/**
 * An option on the arithmetic average of fixings at `fractions` of its life, by matching two moments (Turnbull and Wakeman 1991).
 * `vols` gives the Black vol to each fixing where it is not the market's.
 */
export function discreteArithmeticAsian({
  put,
  strike,
  fractions,
  vols,
}: Vanilla & Fixings & { readonly vols?: readonly number[] }): Pricer {
  requirePositive('strike', strike)
  requireFractions(fractions)
  if (vols && vols.length !== fractions.length) {
    throw fieldError('vols', `a list of ${vols.length}`, `as long as fractions, ${fractions.length}`)
  }
  vols?.forEach((vol, i) => {
    requireWithin(`vols[${i}]`, vol, 0, 20)
  })
  return checked((market, years) => {
    const { first, second } = moments(market, years, fractions, vols)
    const deviation = deviationOf(first, second)
    return black(put, first, strike, deviation, Math.exp(-market.rate * years))
  })
}

function moments(
  { spot, vol, rate, yield: dividend }: Market,
  years: number,
  fractions: readonly number[],
  vols: readonly number[] | undefined,
): { readonly first: number; readonly second: number } {
  const n = fractions.length
  const forwards = fractions.map((t) => spot * Math.exp((rate - dividend) * t * years))
  const growths = fractions.map((t, i) => Math.exp((vols?.[i] ?? vol) ** 2 * t * years))
  // Σᵢ Fᵢ·gᵢ·(Fᵢ + 2·Σⱼ₍ⱼ>ᵢ₎ Fⱼ), from the last fixing backwards.
  let [first, second, later] = [0, 0, 0]
  for (let i = n - 1; i >= 0; i--) {
    first += forwards[i]!
    second += forwards[i]! * growths[i]! * (forwards[i]! + 2 * later)
    later += forwards[i]!
  }
  return { first: first / n, second: second / (n * n) }
}

/** Deviation of the log of a lognormal with these moments; where the second overflows it is beyond all that matters. */
function deviationOf(first: number, second: number): number {
  const variance = Math.log(second) - 2 * Math.log(first)
  return Number.isFinite(variance) ? Math.sqrt(Math.max(0, variance)) : MOST_DEVIATION
}

/** At this deviation a call is its forward and a put its strike to the last digit. */
const MOST_DEVIATION = 40

/** Mean of eˣᵗ over t in [0, 1]. */
function meanGrowth(x: number): number {
  return Math.abs(x) < 1e-8 ? 1 + x / 2 : Math.expm1(x) / x
}
