import { one } from './fixed.ts'

/** Square root of a number that is not negative: Newton's, from above. */
export function root(x: bigint): bigint {
  const square = x * one
  if (square === 0n) return 0n
  let guess = 1n << BigInt(square.toString(16).length * 2 + 1)
  for (;;) {
    const next = (guess + square / guess) >> 1n
    if (next >= guess) return guess
    guess = next
  }
}
