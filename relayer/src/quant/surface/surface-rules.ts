import { YEAR } from '../black-scholes.ts'
import { type AnnualSmile, annualVariance, surfaceVariance } from './annual-smile.ts'
import { durrleman } from './svi.ts'

/** What is governed of a surface: plain numbers of `IVolSurface.Terms`. */
export type SurfaceTerms = {
  /** Largest relative change of vol in one update. */
  readonly maxStep: number
  readonly minVol: number
  readonly maxVol: number
  /** Half of the range of k that is checked. */
  readonly width: number
}

/** Why the contract would refuse a surface. */
export type SurfaceFault = 'order' | 'range' | 'butterfly' | 'calendar' | 'step'

/** Nodes of k that the contract looks at. */
const NODES = 33
/** Parts of a limit that are left unused: the contract computes in whole numbers. */
const MARGIN = 1e-6

/**
 * The checks of `VolSurface.updateSigned`, a hair stricter: range of vol, butterflies, calendar arbitrage and the step from
 * the surface in force, on the same nodes of log-moneyness.
 *
 * @param current in force; none before the first
 * @param time UNIX seconds of the update
 */
export function surfaceFault(
  next: readonly AnnualSmile[],
  current: readonly AnnualSmile[],
  terms: SurfaceTerms,
  time: number,
): SurfaceFault | undefined {
  if (next.some(({ expiry }, i) => expiry <= (next[i - 1]?.expiry ?? time))) return 'order'
  const [lowest, highest] = [terms.minVol ** 2 * (1 + MARGIN), terms.maxVol ** 2 * (1 - MARGIN)]
  const step = terms.maxStep * (1 - MARGIN)
  const expiries = [...next, ...current].map(({ expiry }) => expiry).filter((expiry) => expiry > time)
  for (let j = 0; j < NODES; j++) {
    const k = ((2 * j) / (NODES - 1) - 1) * terms.width
    let before = 0
    for (const smile of next) {
      const v = annualVariance(smile, k)
      const years = (smile.expiry - time) / YEAR
      if (v < lowest || v > highest) return 'range'
      if (smile.b !== 0 && durrleman(scaled(smile, years), k) < MARGIN) return 'butterfly'
      if (v * years < before) return 'calendar'
      before = v * years
    }
    if (current.length === 0) continue
    for (const expiry of expiries) {
      const ratio = Math.sqrt(
        surfaceVariance(next, expiry, k, time) / surfaceVariance(current, expiry, k, time),
      )
      if (ratio > 1 + step || ratio < 1 - step) return 'step'
    }
  }
  // the bottom of a smile may lie between two nodes
  return next.some((smile) => bottomOf(smile) < lowest) ? 'range' : undefined
}

/** Total variance instead of annual. */
function scaled({ a, b, rho, m, sigma }: AnnualSmile, years: number) {
  return { a: a * years, b: b * years, rho, m, sigma }
}

function bottomOf({ a, b, rho, sigma }: AnnualSmile): number {
  return a + b * sigma * Math.sqrt(1 - rho * rho)
}
