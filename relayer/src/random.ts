// SPDX-License-Identifier: MIT
/** A stream of pseudo-random numbers; two streams of one seed and name are equal. */
export type Random = {
  /** Uniform in [0, 1) with 32 bits. */
  readonly uniform: () => number
  /** Standard normal. */
  readonly normal: () => number
  /** Uniform in [low, high). */
  readonly between: (low: number, high: number) => number
}

/**
 * A named stream: sfc32 (Chris Doty-Humphrey, PractRand), whose state is filled from seed and name by the finaliser of
 * MurmurHash3. Separate names keep the market the same when the messages draw more or fewer numbers.
 */
export function randomStream(seed: number, name: string): Random {
  const uniform = sfc32(seed, name)
  let spare: number | undefined
  function normal(): number {
    if (spare !== undefined) {
      const value = spare
      spare = undefined
      return value
    }
    // Box–Muller; 1 - u keeps the logarithm off zero.
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()))
    const angle = 2 * Math.PI * uniform()
    spare = radius * Math.sin(angle)
    return radius * Math.cos(angle)
  }
  return { uniform, normal, between: (low, high) => low + (high - low) * uniform() }
}

function sfc32(seed: number, name: string): () => number {
  let hash = 0x9e3779b9 ^ seed
  const stir = (value: number) => {
    hash = Math.imul(hash ^ value, 0x85ebca6b)
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
    hash ^= hash >>> 16
    return hash | 0
  }
  for (let i = 0; i < name.length; i++) stir(name.charCodeAt(i))
  let a = stir(1)
  let b = stir(2)
  let c = stir(3)
  let counter = 1
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    c |= 0
    return (sum >>> 0) / 2 ** 32
  }
  for (let i = 0; i < 12; i++) next()
  return next
}
