import { type AnnualSmile, surfaceVariance } from './annual-smile.ts'
import { type SurfaceTerms, surfaceFault } from './surface-rules.ts'

/**
 * How vol bends away from the money, the same for every expiry and relative to its level: annual variance at log-moneyness k is
 * v₀·(1 + wings·(ρ·(k − m) + √((k − m)² + σ²) − (√(m² + σ²) − ρ·m))).
 */
export type SmileShape = {
  /** Slope of both wings on average, relative to v₀; zero: flat. */
  readonly wings: number
  readonly rho: number
  readonly m: number
  readonly sigma: number
}

export type NextSurfaceInput = {
  /** Smiles in force by rising expiry; none before the first update. */
  readonly current: readonly AnnualSmile[]
  /** Annual variance at the money that is wished for, by rising expiry, all after `time`. */
  readonly wanted: readonly { readonly expiry: number; readonly variance: number }[]
  readonly shape: SmileShape
  readonly terms: SurfaceTerms
  /** UNIX seconds. */
  readonly time: number
}

export type NextSurface = {
  readonly smiles: readonly AnnualSmile[]
  /** Whether it is what was wished for; otherwise as far towards it as one update may go. */
  readonly arrived: boolean
}

/** Part of a step that is used: the update is mined later than it is made. */
const STEP_USED = 0.98
/** Total variances that would be equal rise by this much: rounding must not make them fall. */
const RISE = 1 + 1e-9
/** Halvings of the way, and of the wings. */
const HALVINGS = 12

/**
 * The surface to sign: levels from a forecast, bent by the shape, moved by no more than one governed step, within the governed
 * range, total variance not falling. Where the shape itself changes or would make a butterfly, it goes part of the way.
 *
 * Clamping each expiry to the step keeps the order of total variances: the largest and the least of two rising sequences rise.
 *
 * @returns undefined when not even standing still would be accepted, e.g. as an expiry far below its neighbour ends
 */
export function nextSurface(input: NextSurfaceInput): NextSurface | undefined {
  const { current, shape, terms, time } = input
  const goal = levels(input)
  const before = current[0] === undefined ? shape : shapeOf(current[0], shape)
  // A share of the way, in levels and in shape.
  const drawn = (share: number, wings: number): readonly AnnualSmile[] => {
    const mix = (from: number, to: number): number => from + share * (to - from)
    const bent: SmileShape = {
      wings: wings * mix(before.wings, shape.wings),
      rho: mix(before.rho, shape.rho),
      m: mix(before.m, shape.m),
      sigma: mix(before.sigma, shape.sigma),
    }
    return goal.map(({ expiry, from, to }) => bend(expiry, from * (to / from) ** share, bent))
  }
  const sound = (smiles: readonly AnnualSmile[]): boolean =>
    surfaceFault(smiles, current, { ...terms, maxStep: terms.maxStep * STEP_USED }, time) === undefined
  const arrived = goal.every(({ reached }) => reached)
  if (sound(drawn(1, 1))) return { smiles: drawn(1, 1), arrived }
  const share = largest((part) => sound(drawn(part, 1)))
  if (share !== undefined) return { smiles: drawn(share, 1), arrived: false }
  const wings = largest((part) => sound(drawn(1, part)))
  return wings === undefined ? undefined : { smiles: drawn(1, wings), arrived: false }
}

/** From where to where each expiry moves, total variance rising. */
function levels({ current, wanted, shape, terms, time }: NextSurfaceInput) {
  const [lowest, highest] = ends(shape, terms)
  const step = terms.maxStep * STEP_USED
  let total = 0
  return wanted.map(({ expiry, variance }) => {
    const inRange = Math.min(highest, Math.max(lowest, variance))
    const wish = Math.max(inRange, (total * RISE) / (expiry - time))
    total = wish * (expiry - time)
    if (current.length === 0) return { expiry, from: wish, to: wish, reached: true }
    const from = surfaceVariance(current, expiry, 0, time)
    const to = Math.min(from * (1 + step) ** 2, Math.max(from * (1 - step) ** 2, wish))
    return { expiry, from, to, reached: Math.abs(to / wish - 1) < 1e-9 }
  })
}

/** Levels at the money that keep the whole smile within the governed range, a hair inside. */
function ends(shape: SmileShape, { minVol, maxVol, width }: SurfaceTerms): readonly [number, number] {
  const relative = bend(0, 1, shape)
  const { a, b, rho, m, sigma } = relative
  const at = (k: number): number => a + b * (rho * (k - m) + Math.hypot(k - m, sigma))
  const least = a + b * sigma * Math.sqrt(1 - rho * rho)
  const most = Math.max(at(-width), at(width), 1)
  return [(minVol ** 2 / least) * 1.0001, (maxVol ** 2 / most) * 0.9999]
}

function bend(expiry: number, variance: number, { wings, rho, m, sigma }: SmileShape): AnnualSmile {
  const b = variance * wings
  return { expiry, a: variance - b * (Math.hypot(m, sigma) - rho * m), b, rho, m, sigma }
}

/** The shape of a smile that was bent by one; a flat one has no wings. */
function shapeOf({ a, b, rho, m, sigma }: AnnualSmile, shape: SmileShape): SmileShape {
  if (b === 0) return { ...shape, wings: 0 }
  return { wings: b / (a + b * (Math.hypot(m, sigma) - rho * m)), rho, m, sigma }
}

/** The largest share that holds, found by halving; undefined when none does. */
function largest(holds: (share: number) => boolean): number | undefined {
  let [good, bad]: [number | undefined, number] = [holds(0) ? 0 : undefined, 1]
  if (good === undefined) return undefined
  for (let i = 0; i < HALVINGS; i++) {
    const middle: number = (good + bad) / 2
    if (holds(middle)) good = middle
    else bad = middle
  }
  return good
}
