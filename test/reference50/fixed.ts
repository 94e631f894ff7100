/** Binary fixed point on bigints: 320 bits below the point, 96 decimals. A double from 1e-80 up and its products are exact. */
const BITS = 320n

export const one = 1n << BITS

export function times(a: bigint, b: bigint): bigint {
  return (a * b) >> BITS
}

export function over(a: bigint, b: bigint): bigint {
  return (a << BITS) / b
}

/** From an integer of 18 decimals, within 2^-320. */
export function fromWad(x: bigint): bigint {
  return (x << BITS) / 10n ** 18n
}

/** From a double, exact unless it has bits below 2^-320. */
export function fromNumber(x: number): bigint {
  if (Number.isInteger(x)) return BigInt(x) << BITS
  let [mantissa, shift] = [x, BITS]
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2 ** 53
    shift -= 53n
  }
  return shift >= 0n ? BigInt(mantissa) << shift : BigInt(mantissa) >> -shift
}

/** The nearest double, or one beside it. */
export function toNumber(x: bigint): number {
  const size = (x < 0n ? -x : x).toString(16).length * 4
  const dropped = BigInt(Math.max(0, size - 64))
  return Number(x >> dropped) * 2 ** (Number(dropped) - Number(BITS))
}

/** An integer of `places` decimals, rounded to nearest. */
export function rounded(x: bigint, places: bigint): bigint {
  return (x * 10n ** places + one / 2n) >> BITS
}

export function size(x: bigint): bigint {
  return x < 0n ? -x : x
}

export function larger(a: bigint, b: bigint): bigint {
  if (a > b) return a
  return b
}
