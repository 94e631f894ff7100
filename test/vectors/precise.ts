/** Fixed-point functions on bigints with 200 decimals, of which at least 100 are right: the yardstick of the pricing tests.
 * Taylor series throughout, so nothing is shared with the fitted kernels they measure. */

const decimals = 200n
export const one = 10n ** decimals

export function times(a: bigint, b: bigint): bigint {
  return (a * b) / one
}

export function over(a: bigint, b: bigint): bigint {
  return (a * one) / b
}

/** From 18 decimals. */
export function fromWad(x: bigint): bigint {
  return x * 10n ** (decimals - 18n)
}

/** To `places` decimals, rounded to nearest. */
export function rounded(x: bigint, places: bigint): bigint {
  const unit = 10n ** (decimals - places)
  const half = x < 0n ? -unit / 2n : unit / 2n
  return (x + half) / unit
}

/** Newton's square root of a non-negative number. */
export function root(x: bigint): bigint {
  const square = x * one
  if (square === 0n) return 0n
  let guess = 1n << BigInt((square.toString(2).length + 1) >> 1)
  for (;;) {
    const next = (guess + square / guess) >> 1n
    if (next >= guess) return guess
    guess = next
  }
}

/** e^x: halve until small, sum the series, square back. */
export function exponential(x: bigint): bigint {
  if (x < 0n) return over(one, exponential(-x))
  let halvings = 0n
  while (x >> halvings > one / 64n) halvings += 1n
  const small = x >> halvings
  let sum = one
  for (let term = one, n = 1n; term !== 0n; n += 1n) {
    term = times(term, small) / n
    sum += term
  }
  for (; halvings > 0n; halvings -= 1n) sum = times(sum, sum)
  return sum
}

/** ln x: roots until near one, then 2 atanh((x - 1) / (x + 1)). */
export function logarithm(x: bigint): bigint {
  let factor = 2n
  while (x > (one * 9n) / 8n || x < (one * 8n) / 9n) {
    x = root(x)
    factor *= 2n
  }
  const z = over(x - one, x + one)
  const square = times(z, z)
  let sum = 0n
  for (let power = z, n = 1n; power !== 0n; n += 2n) {
    sum += power / n
    power = times(power, square)
  }
  return sum * factor
}

/** pi by Machin: 16 atan(1/5) - 4 atan(1/239). */
function circle(): bigint {
  const arctangent = (inverse: bigint) => {
    let sum = 0n
    for (let power = one / inverse, n = 1n; power !== 0n; n += 2n) {
      sum += n % 4n === 1n ? power / n : -power / n
      power /= inverse * inverse
    }
    return sum
  }
  return 16n * arctangent(5n) - 4n * arctangent(239n)
}

const rootOfTwoPi = root(2n * circle())

/** The normal density; beyond 22 it is 0 to 105 decimals. */
export function density(x: bigint): bigint {
  if (x > 22n * one || x < -22n * one) return 0n
  return over(exponential(-times(x, x) / 2n), rootOfTwoPi)
}

/** The normal distribution: 1/2 + phi(x) (x + x^3/3 + x^5/15 + ...). Beyond 22 it is 0 or 1 to 105 decimals. */
export function normal(x: bigint): bigint {
  if (x > 22n * one) return one
  if (x < -22n * one) return 0n
  const square = times(x, x)
  let sum = 0n
  for (let term = x, n = 3n; term !== 0n; n += 2n) {
    sum += term
    term = times(term, square) / n
  }
  return one / 2n + times(density(x), sum)
}
