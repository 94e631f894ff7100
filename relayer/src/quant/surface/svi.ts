import { fieldError } from '../field-error.ts'

/**
 * Raw SVI of one expiry (Gatheral 2004): total variance w(k) = a + b·(ρ·(k − m) + √((k − m)² + σ²)) at log-moneyness
 * k = ln(K/F). Total variance is vol² times years.
 */
export type Svi = {
  readonly a: number
  readonly b: number
  readonly rho: number
  readonly m: number
  readonly sigma: number
}

/** @throws QuantInputError naming a, b, rho, m or sigma, where w would not be a hyperbola that opens upwards and stays above zero */
export function requireSvi({ a, b, rho, m, sigma }: Svi): void {
  if (!(b >= 0 && b < Number.POSITIVE_INFINITY)) throw fieldError('b', b, 'zero or more')
  if (!(rho > -1 && rho < 1)) throw fieldError('rho', rho, 'within -1 and 1')
  if (!(sigma > 0 && sigma < Number.POSITIVE_INFINITY)) throw fieldError('sigma', sigma, 'above zero')
  if (!Number.isFinite(m)) throw fieldError('m', m, 'finite')
  const least = -b * sigma * Math.sqrt(1 - rho * rho)
  if (!(a >= least && a < Number.POSITIVE_INFINITY))
    throw fieldError('a', a, `${least} or more: w would fall below zero`)
}

export function totalVariance({ a, b, rho, m, sigma }: Svi, k: number): number {
  const x = k - m
  return a + b * (rho * x + Math.sqrt(x * x + sigma * sigma))
}

/**
 * Durrleman's g: the density of spot at k is g·exp(−d₂²/2)/√(2πw), so a butterfly costs nothing exactly where g < 0.
 */
export function durrleman(svi: Svi, k: number): number {
  const { b, rho, m, sigma } = svi
  const x = k - m
  const root = Math.sqrt(x * x + sigma * sigma)
  const w = totalVariance(svi, k)
  const slope = b * (rho + x / root)
  const bend = (b * sigma * sigma) / (root * root * root)
  if (w <= 0) return slope === 0 && bend === 0 ? 1 : Number.NEGATIVE_INFINITY
  const skewed = 1 - (k * slope) / (2 * w)
  return skewed * skewed - (slope * slope * (1 / w + 0.25)) / 4 + bend / 2
}

/** Lowest g on a grid over [from, to], and where. */
export function worstButterfly(
  svi: Svi,
  from: number,
  to: number,
  nodes: number,
): { readonly g: number; readonly k: number } {
  let worst = { g: Number.POSITIVE_INFINITY, k: from }
  for (let i = 0; i < nodes; i++) {
    const k = from + ((to - from) * i) / (nodes - 1)
    const g = durrleman(svi, k)
    if (g < worst.g) worst = { g, k }
  }
  return worst
}

/** Lowest difference of total variances of a later and an earlier expiry on a grid: below zero a calendar spread is free money. */
export function worstCalendar(
  earlier: Svi,
  later: Svi,
  from: number,
  to: number,
  nodes: number,
): { readonly gap: number; readonly k: number } {
  let worst = { gap: Number.POSITIVE_INFINITY, k: from }
  for (let i = 0; i < nodes; i++) {
    const k = from + ((to - from) * i) / (nodes - 1)
    const gap = totalVariance(later, k) - totalVariance(earlier, k)
    if (gap < worst.gap) worst = { gap, k }
  }
  return worst
}
