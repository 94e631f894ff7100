import { requirePositive, requireWithin } from '../field-error.ts'
import { cdf, pdf } from '../normal.ts'
import { inverseNormal } from '../paths/inverse-normal.ts'

/** An undiscounted option on a forward. */
export type Quote = {
  readonly put: boolean
  readonly forward: number
  readonly strike: number
  readonly years: number
  /** Price over the discount factor, in quote. */
  readonly price: number
}

/** A vol, or why there is none. */
export type ImpliedVol =
  | { readonly outcome: 'found'; readonly vol: number }
  /** Below what the option is worth if exercised at the forward: somebody gives money away. */
  | { readonly outcome: 'below intrinsic'; readonly intrinsic: number }
  /** At or above what no vol reaches: the forward for a call, the strike for a put. */
  | { readonly outcome: 'above bound'; readonly bound: number }

const MOST_STEPS = 64

/**
 * The vol at which Black's formula gives a price. At the intrinsic value itself it is zero.
 *
 * The option is turned into the one out of the money, normalised by √(F·K), and solved for the deviation s by Householder
 * steps of the third order on the logarithm of its price, which is nearly straight where the price is not (after Jäckel 2015),
 * kept in a bracket. Where the price leaves the vol any digits the answer gives the price back within 1e-12 of the forward.
 *
 * @throws QuantInputError
 */
export function impliedVol({ put, forward, strike, years, price }: Quote): ImpliedVol {
  requirePositive('forward', forward)
  requirePositive('strike', strike)
  requirePositive('years', years)
  requireWithin('price', price, 0, Number.MAX_VALUE)
  const intrinsic = Math.max(put ? strike - forward : forward - strike, 0)
  const bound = put ? strike : forward
  if (price < intrinsic) return { outcome: 'below intrinsic', intrinsic }
  if (price >= bound) return { outcome: 'above bound', bound }
  const root = Math.sqrt(forward * strike)
  const beta = (price - intrinsic) / root
  if (beta === 0) return { outcome: 'found', vol: 0 }
  const x = -Math.abs(Math.log(forward / strike))
  return { outcome: 'found', vol: deviationAt(x, beta) / Math.sqrt(years) }
}

/** Price of a call of log-moneyness x ≤ 0 and deviation s, over √(F·K), without cancellation in the tail. */
function normalised(x: number, s: number): number {
  const [h, t] = [x / s, s / 2]
  return scaledTail(h, t) * Math.exp(-0.5 * (h * h + t * t))
}

/** The same over exp(−(h² + t²)/2): a difference of Mills ratios. */
function scaledTail(h: number, t: number): number {
  if (t > 1e-3) return mills(h + t) - mills(h - t)
  // Where the two would cancel: Taylor's odd terms, by M′ = 1/√2π + z·M.
  const value = mills(h)
  const first = INV_SQRT_TWO_PI + h * value
  const second = value + h * first
  const third = 2 * first + h * second
  return 2 * t * first + (t * t * t * third) / 3
}

/** Φ(z)/φ(z)·(1/√2π). */
function mills(z: number): number {
  if (z > -10) return (cdf(z) / pdf(z)) * INV_SQRT_TWO_PI
  // Continued fraction of the tail, exact to the last digit from here on.
  let fraction = 0
  for (let k = 12; k >= 1; k--) fraction = k / (-z + fraction)
  return INV_SQRT_TWO_PI / (-z + fraction)
}

const INV_SQRT_TWO_PI = 0.3989422804014327

function deviationAt(x: number, beta: number): number {
  let [low, high] = bracket(x, beta)
  let s = start(x, beta, low, high)
  const target = Math.log(beta)
  for (let i = 0; i < MOST_STEPS; i++) {
    const value = normalised(x, s)
    const gap = Math.log(value) - target
    if (gap >= 0) high = s
    else low = s
    const step = householder(x, s, value, gap)
    if (Math.abs(step) <= 32 * Number.EPSILON * s) return s - step
    const next = s - step
    const inside = next > low && next < high
    s = inside ? next : Number.isFinite(high) ? (low + high) / 2 : 2 * s
  }
  return s
}

/** Householder's step of the third order for the log of the price. */
function householder(x: number, s: number, value: number, gap: number): number {
  const h = x / s
  const density = INV_SQRT_TWO_PI * Math.exp(-0.5 * (h * h + (s * s) / 4))
  // Derivatives of the price in s: its vega, and of the log of vega.
  const bend = (h * h) / s - s / 4
  const bendSlope = (-3 * h * h) / (s * s) - 0.25
  const first = density / value
  const second = first * (bend - first)
  const third = second * (bend - first) + first * (bendSlope - second)
  const newton = gap / first
  const a = second / first
  const b = third / first
  const numerator = 1 - 0.5 * newton * a
  const denominator = 1 - newton * a + (newton * newton * b) / 6
  const scale = numerator / denominator
  return newton * (Number.isFinite(scale) && scale > 0.1 && scale < 10 ? scale : 1)
}

/** The price is convex in s below √(2|x|) and concave above it. */
function bracket(x: number, beta: number): readonly [number, number] {
  const inflection = Math.sqrt(2 * Math.abs(x))
  if (inflection === 0) return [0, Number.POSITIVE_INFINITY]
  return beta < normalised(x, inflection) ? [0, inflection] : [inflection, Number.POSITIVE_INFINITY]
}

/** A rational start (Corrado and Miller's near the money, the tail's leading exponent away from it). */
function start(x: number, beta: number, low: number, high: number): number {
  const most = Math.exp(x / 2)
  if (x === 0) return -2 * inverseNormal((1 - beta) / 2)
  if (beta > most * 0.5) {
    const far = -2 * inverseNormal(Math.max(1e-300, (most - beta) / (2 * Math.exp(x / 2))))
    return within(far, low, high)
  }
  if (high < Number.POSITIVE_INFINITY) {
    const exponent = Math.max(-Math.log(beta) + x / 2 + 0.5, 0.5)
    return within(Math.abs(x) / Math.sqrt(2 * exponent), low, high)
  }
  const half = beta - Math.sinh(-x / 2)
  const inner = Math.max(0, half * half - (4 * Math.sinh(x / 2) ** 2) / Math.PI)
  return within(
    (Math.sqrt(2 * Math.PI) / (2 * Math.cosh(x / 2))) * (half + Math.sqrt(inner)) + low,
    low,
    high,
  )
}

function within(s: number, low: number, high: number): number {
  const top = Number.isFinite(high) ? high : Math.max(4 * low, 40)
  if (!(s > low)) return low + (top - low) * 0.1
  return s < top ? s : low + (top - low) * 0.9
}
