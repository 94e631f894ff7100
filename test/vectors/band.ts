import { fromWad, one, over, times } from './precise.ts'

/** Inputs as the contract takes them, 18 decimals. */
export interface BandTerms {
  readonly costRate: bigint
  readonly fixedCost: bigint
  readonly riskAversion: bigint
  readonly gamma: bigint
  readonly spot: bigint
}

/** a and b of a b (a + b) = 3 lambda S Gamma^2 / gamma and (a + b)(a - b)^3 = 12 k Gamma^2 / gamma, by bisection on a + b. */
export function band(terms: BandTerms): { readonly outer: bigint; readonly inner: bigint } {
  const perAversion = over(times(fromWad(terms.gamma), fromWad(terms.gamma)), fromWad(terms.riskAversion))
  const p = 3n * times(times(fromWad(terms.costRate), fromWad(terms.spot)), perAversion)
  const q = 12n * times(fromWad(terms.fixedCost), perAversion)
  // Both sides of p = sum (sum^2 - gap^2) / 4 rise with the sum once the gap falls with it.
  const product = (sum: bigint) => times(sum, times(sum, sum) - square(gapOf(q, sum))) / 4n
  let [low, high] = [one / 10n ** 40n, one * 10n ** 30n]
  while (high - low > high / 10n ** 40n) {
    const middle = (low + high) / 2n
    if (product(middle) < p) low = middle
    else high = middle
  }
  const gap = gapOf(q, high)
  return { outer: (high + gap) / 2n, inner: (high - gap) / 2n }
}

function square(x: bigint): bigint {
  return times(x, x)
}

/** Cube root of q / sum: Newton from above. */
function gapOf(q: bigint, sum: bigint): bigint {
  const target = over(q, sum) * one * one
  if (target === 0n) return 0n
  let guess = 1n << BigInt(Math.ceil(target.toString(2).length / 3) + 1)
  for (;;) {
    const next = (2n * guess + target / (guess * guess)) / 3n
    if (next >= guess) return guess
    guess = next
  }
}
