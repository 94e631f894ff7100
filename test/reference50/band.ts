import { exponential } from './exponential.ts'
import { one, over, times } from './fixed.ts'
import { logarithm } from './logarithm.ts'
import { root } from './root.ts'

/** lambda, k, gamma (per quote), Gamma and spot, in fixed point. */
export interface BandTerms {
  readonly costRate: bigint
  readonly fixedCost: bigint
  readonly riskAversion: bigint
  readonly gamma: bigint
  readonly spot: bigint
}

/**
 * a b (a + b) = 3 lambda S Gamma^2 / gamma = P and (a + b)(a - b)^3 = 12 k Gamma^2 / gamma = Q. With sum and gap it is
 * gap^3 = Q / sum and sum (sum^2 - gap^2) / 4 = P: Newton on the sum, from above.
 */
export function band({ costRate, fixedCost, riskAversion, gamma, spot }: BandTerms) {
  const scale = over(times(gamma, gamma), riskAversion)
  const p = 3n * times(times(costRate, spot), scale)
  const q = 12n * times(fixedCost, scale)
  if (q === 0n) {
    const edge = cubeRoot(p / 2n)
    return { outer: edge, inner: edge }
  }
  if (p === 0n) return { outer: root(root(q)), inner: 0n }
  // f = sum^3 - Q^(2/3) sum^(1/3) - 4P is convex where it is positive, and positive at this start.
  const power = cubeRoot(times(q, q))
  let sum = 2n * cubeRoot(4n * p) + 2n * root(root(q))
  for (;;) {
    const third = cubeRoot(sum)
    const value = times(times(sum, sum), sum) - times(power, third) - 4n * p
    const slope = 3n * times(sum, sum) - over(power, 3n * times(third, third))
    const step = over(value, slope)
    sum -= step
    // the next step would be of some 200 bits less than the sum
    if (step <= sum >> 100n) break
  }
  const gap = cubeRoot(over(q, sum))
  return { outer: (sum + gap) / 2n, inner: (sum - gap) / 2n }
}

/** What the end of the book adds to the thresholds of an endless one, from v of its variance left. */
export function endingBand(terms: BandTerms & { readonly variance: bigint }) {
  const { costRate, fixedCost, riskAversion, spot, variance } = terms
  const endless = band(terms)
  const reach = over(one, times(times(riskAversion, spot), variance))
  const square = over(2n * times(fixedCost, reach), spot)
  const gap = endless.outer - endless.inner
  const inner = endless.inner + times(costRate, reach)
  return { endless, outer: inner + root(times(gap, gap) + square), inner, reach, lastTrade: root(square) }
}

/** x^(1/3) = e^(ln x / 3). */
function cubeRoot(x: bigint): bigint {
  return x === 0n ? 0n : x === one ? one : exponential(logarithm(x) / 3n)
}
