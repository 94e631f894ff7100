import { exponential } from './exponential.ts'
import { fromNumber, one, over, times, toNumber } from './fixed.ts'

/** ln x = y + 2 atanh((z - 1) / (z + 1)) with y what a double knows of it and z = x e^-y, which is 1 to some 50 bits. */
export function logarithm(x: bigint): bigint {
  const near = fromNumber(Math.log(toNumber(x)))
  const z = times(x, exponential(-near))
  const ratio = over(z - one, z + one)
  const square = times(ratio, ratio)
  let sum = 0n
  // a negative number shifted to the right ends at -1, not at 0
  for (let power = ratio, n = 1n; power !== 0n && power !== -1n; n += 2n) {
    sum += power / n
    power = times(power, square)
  }
  return near + 2n * sum
}
