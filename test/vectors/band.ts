import { fromWad, one, over, root, times } from './precise.ts'

/** Inputs as the contract takes them, 18 decimals. */
export interface BandTerms {
  readonly costRate: bigint
  readonly fixedCost: bigint
  readonly riskAversion: bigint
  readonly gamma: bigint
  readonly spot: bigint
}

/** Inputs of the factor on a target's vols, 18 decimals. */
export interface TargetVolTerms {
  readonly costRate: bigint
  readonly riskAversion: bigint
  readonly gamma: bigint
  readonly grossGamma: bigint
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

/** The same widened by the last trade of a book that ends: b + h, b + h + sqrt((a - b)^2 + d^2); variance is what is left of it. */
export function endingBand(terms: BandTerms & { readonly variance: bigint }) {
  const { outer, inner } = band(terms)
  const spot = fromWad(terms.spot)
  const risk = times(times(fromWad(terms.riskAversion), spot), fromWad(terms.variance))
  const stop = inner + over(fromWad(terms.costRate), risk)
  const gap = root(square(outer - inner) + over(2n * fromWad(terms.fixedCost), times(risk, spot)))
  return { outer: stop + gap, inner: stop }
}

/** m = sqrt(1 + 5.4 (lambda^6 gamma S^2 G)^(1/8) Gamma / G), m^2 within 1/4 and 4. */
export function targetVol(terms: TargetVolTerms): bigint {
  const rate = fromWad(terms.costRate)
  const aversion = times(fromWad(terms.riskAversion), fromWad(terms.grossGamma))
  const eighth = root(root(root(times(power6(rate), times(square(fromWad(terms.spot)), aversion)))))
  const shift = over(times((54n * eighth) / 10n, fromWad(terms.gamma)), fromWad(terms.grossGamma))
  const [least, most] = [one / 4n, 4n * one]
  const squared = one + shift
  return root(squared < least ? least : squared > most ? most : squared)
}

function power6(x: bigint): bigint {
  return square(times(square(x), x))
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
