// SPDX-License-Identifier: MIT

/** Governed terms of a band; base units and quote as plain numbers. */
export interface BandTerms {
  /** λ, proportional one-way cost. */
  readonly costRate: number
  /** k, cost of one hedge in quote. */
  readonly fixedCost: number
  /** Smallest b. */
  readonly floor: number
  /** Largest a. */
  readonly cap: number
  /** Largest a as a share of the mandate's range. */
  readonly capShare: number
}

/** Trade outside `outer`, stop at `inner`. */
export interface Band {
  readonly outer: number
  readonly inner: number
}

/** The root v ≥ 1 of v⁹ - v = r. The start lies above it and the function is convex there, so Newton falls to it. */
function root(r: number): number {
  let v = r < 1 ? 1 + r / 8 : (2 * r + 1) ** (1 / 9)
  for (let i = 0; i < 64; i++) {
    const v2 = v * v
    const v4 = v2 * v2
    const v8 = v4 * v4
    const next = v - (v * v8 - v - r) / (9 * v8 - 1)
    if (Math.abs(next - v) <= 1e-16 * v) return next
    v = next
  }
  return v
}

/**
 * Optimal thresholds without limits: a·b·(a+b) = P = 3λSΓ²/γ and (a+b)(a-b)³ = Q = 12kΓ²/γ.
 * With q = Q^¼ they are q(v³ ± 1/v)/2 where v⁹ - v = 4P/q³. One threshold (Whalley-Wilmott) when k is zero.
 */
export function optimalBand(
  terms: Pick<BandTerms, 'costRate' | 'fixedCost'>,
  riskAversion: number,
  gamma: number,
  spot: number,
): Band {
  const scale = (gamma * gamma) / riskAversion
  const p = 3 * terms.costRate * spot * scale
  const q = (12 * terms.fixedCost * scale) ** 0.25
  if (q === 0) {
    const width = Math.cbrt(p / 2)
    return { outer: width, inner: width }
  }
  const v = root((4 * p) / (q * q * q))
  const mean = (q * v * v * v) / 2
  const half = q / (2 * v)
  return { outer: mean + half, inner: mean - half }
}
