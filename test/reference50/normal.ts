import { exponential } from './exponential.ts'
import { one, over, times, toNumber } from './fixed.ts'
import { root } from './root.ts'

/** pi by Machin: 16 atan(1/5) - 4 atan(1/239). */
const pi = (() => {
  const arctangent = (inverse: bigint) => {
    let sum = 0n
    let sign = 1n
    for (let power = one / inverse, n = 1n; power !== 0n; n += 2n, power /= inverse * inverse) {
      sum += (sign * power) / n
      sign = -sign
    }
    return sum
  }
  return 16n * arctangent(5n) - 4n * arctangent(239n)
})()

const rootOfTwoPi = root(2n * pi)
/** phi(21) is below 2^-317. */
const FARTHEST = 21n * one
const SERIES_UP_TO = 8n * one
/** Nats of 320 bits. */
const NATS = 222

export function density(x: bigint): bigint {
  if (x > FARTHEST || x < -FARTHEST) return 0n
  return over(exponential(-times(x, x) / 2n), rootOfTwoPi)
}

/** Phi(-x) and 1 - Phi(-x), x not negative. */
function tails(x: bigint): readonly [bigint, bigint] {
  if (x > FARTHEST) return [0n, one]
  const tail = x < SERIES_UP_TO ? one / 2n - bulk(x) : times(density(x), mills(x))
  return [tail, one - tail]
}

/** Phi(x) - 1/2 = phi(x) (x + x^3/3 + x^5/15 + ...), all of one sign; divided by 1/phi, which keeps its digits. */
function bulk(x: bigint): bigint {
  const square = times(x, x)
  let sum = 0n
  for (let term = x, n = 3n; term !== 0n; n += 2n) {
    sum += term
    term = times(term, square) / n
  }
  return over(sum, times(exponential(square / 2n), rootOfTwoPi))
}

/** Phi(-x) / phi(x) = 1/(x + 1/(x + 2/(x + 3/...))) (Laplace), whose error after n levels falls like e^(-2 x sqrt n). */
function mills(x: bigint): bigint {
  const levels = Math.ceil((NATS / (2 * toNumber(x))) ** 2) + 30
  let fraction = x
  for (let n = BigInt(levels); n > 0n; n -= 1n) fraction = x + over(n * one, fraction)
  return over(one, fraction)
}

/** Phi(x) and Phi(-x), neither of which is left over from the other where it is small. */
export function normal(x: bigint): readonly [below: bigint, above: bigint] {
  if (x < 0n) return tails(-x)
  const [small, large] = tails(x)
  return [large, small]
}
