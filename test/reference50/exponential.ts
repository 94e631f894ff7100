import { one, times } from './fixed.ts'

/** ln 2 = 2 atanh(1/3). */
export const ln2 = (() => {
  let sum = 0n
  for (let power = one / 3n, n = 1n; power !== 0n; n += 2n, power /= 9n) sum += power / n
  return 2n * sum
})()

const SQUARINGS = 10n

/** e^x for |x| up to some thousands: whole powers of two apart, Taylor's series of what is left over 2^10, squared ten times. */
export function exponential(x: bigint): bigint {
  const middle = x + ln2 / 2n
  const twos = (middle < 0n ? middle - ln2 + 1n : middle) / ln2
  const small = (x - twos * ln2) >> SQUARINGS
  let sum = one
  for (let term = small, n = 2n; term !== 0n; n += 1n) {
    sum += term
    term = times(term, small) / n
  }
  for (let i = 0n; i < SQUARINGS; i += 1n) sum = times(sum, sum)
  return twos >= 0n ? sum << twos : sum >> -twos
}
