import { fieldError } from '../field-error.ts'
import { minimise } from '../minimise.ts'
import { durrleman, type Svi, totalVariance, worstButterfly } from './svi.ts'

/** An observed smile of one expiry, in columns of one length. */
export type Smile = {
  /** Log-moneyness ln(K/F). */
  readonly k: readonly number[]
  /** Total variance, vol² times years. */
  readonly variance: readonly number[]
  /** Of the squared errors; 1 each without it. */
  readonly weight?: readonly number[]
}

export type SviFit = {
  readonly svi: Svi
  /** Root of the weighted mean of squared errors of total variance. */
  readonly error: number
  /** Least of Durrleman's g on the checked grid, not below zero. */
  readonly leastDensity: number
}

/** Log-moneyness beyond the quotes over which butterflies are checked too, and the grid's nodes. */
const MARGIN = 0.5
const NODES = 401
/** Narrowest bottom of the smile: no butterfly hides between two nodes. */
const LEAST_WIDTH = 0.02
const STARTS = [
  { rho: -0.3, sigma: 0.1 },
  { rho: 0, sigma: 0.3 },
  { rho: 0.3, sigma: 0.1 },
] as const

/**
 * Fits raw SVI to a smile, without butterflies: free parameters are such that w stays above zero and its wings stay below
 * Lee's slope of 2, a penalty keeps g from zero, and whatever is left is drawn towards the flat smile until g ≥ 0.
 *
 * @throws QuantInputError
 */
export function fitSvi({ k, variance, weight }: Smile): SviFit {
  check(k, variance, weight)
  const total = k.reduce((sum, _, i) => sum + (weight?.[i] ?? 1), 0)
  const squared = (svi: Svi): number =>
    k.reduce((sum, at, i) => sum + (weight?.[i] ?? 1) * (totalVariance(svi, at) - variance[i]!) ** 2, 0) /
    total
  const [from, to] = [Math.min(...k) - MARGIN, Math.max(...k) + MARGIN]
  const scale = variance.reduce((sum, w) => sum + w, 0) / variance.length
  const loss = (x: readonly number[]): number => {
    const svi = sviOf(x, scale)
    let penalty = 0
    for (let i = 0; i <= 20; i++)
      penalty += Math.min(0, durrleman(svi, from + ((to - from) * i) / 20) - 0.01) ** 2
    return squared(svi) / (scale * scale) + penalty
  }
  const best = STARTS.map(({ rho, sigma }) => {
    const start = [Math.log(0.8), -2, Math.atanh(rho), 0, Math.log(sigma)]
    const first = minimise(loss, start, [0.3, 0.5, 0.3, 0.1, 0.5], { rounds: 800, tolerance: 1e-12 })
    return minimise(loss, first.at, [0.05, 0.1, 0.1, 0.02, 0.1], { rounds: 800, tolerance: 1e-15 })
  }).reduce((p, q) => (q.value < p.value ? q : p))
  const svi = withoutButterfly(sviOf(best.at, scale), from, to, scale)
  return { svi, error: Math.sqrt(squared(svi)), leastDensity: worstButterfly(svi, from, to, NODES).g }
}

/** Least variance, wings, skew, place and width from five free numbers. */
function sviOf([lowest, wing, skew, m, width]: readonly number[], scale: number): Svi {
  const rho = 0.999 * Math.tanh(skew!)
  const sigma = LEAST_WIDTH + Math.exp(width!)
  // Lee: b·(1 + |ρ|) ≤ 2.
  const b = 2 / (1 + Math.abs(rho)) / (1 + Math.exp(-wing!))
  return { a: scale * Math.exp(lowest!) - b * sigma * Math.sqrt(1 - rho * rho), b, rho, m: m!, sigma }
}

/** The curve drawn towards its mean until no butterfly is left; flat, it has none. */
function withoutButterfly(svi: Svi, from: number, to: number, scale: number): Svi {
  const drawn = (share: number): Svi => ({ ...svi, a: svi.a * share + scale * (1 - share), b: svi.b * share })
  if (worstButterfly(svi, from, to, NODES).g >= 0) return svi
  let [good, bad] = [0, 1]
  for (let i = 0; i < 40; i++) {
    const middle = (good + bad) / 2
    if (worstButterfly(drawn(middle), from, to, NODES).g >= 0) good = middle
    else bad = middle
  }
  return drawn(good)
}

function check(
  k: readonly number[],
  variance: readonly number[],
  weight: readonly number[] | undefined,
): void {
  if (k.length < 5) throw fieldError('k', `a list of ${k.length}`, 'five quotes or more')
  if (variance.length !== k.length)
    throw fieldError('variance', `a list of ${variance.length}`, `as long as k, ${k.length}`)
  if (weight && weight.length !== k.length)
    throw fieldError('weight', `a list of ${weight.length}`, `as long as k, ${k.length}`)
  for (let i = 0; i < k.length; i++) {
    if (!Number.isFinite(k[i]!)) throw fieldError(`k[${i}]`, k[i], 'finite')
    if (!(variance[i]! > 0 && variance[i]! < Number.POSITIVE_INFINITY)) {
      throw fieldError(`variance[${i}]`, variance[i], 'above zero and finite')
    }
    if (weight && !(weight[i]! >= 0 && weight[i]! < Number.POSITIVE_INFINITY)) {
      throw fieldError(`weight[${i}]`, weight[i], 'zero or more')
    }
  }
}
