import { randomStream } from '../../src/random.ts'
import { TICK } from './path.ts'

/** Quote/USD around 1: a small mean-reverting noise, as of a stablecoin on a quiet day (3 bp, half back in an hour). */
const DEVIATION = 0.0003
const HALF_LIFE = 3_600

/** Reads quote/USD at rising times from `start` on. */
export function quotePath(seed: number, start: number): { readonly at: (time: number) => number } {
  const random = randomStream(seed, 'quote')
  const keep = 0.5 ** (TICK / HALF_LIFE)
  const step = DEVIATION * Math.sqrt(1 - keep ** 2)
  let time = start
  let noise = 0
  return {
    at: (asked) => {
      for (; time + TICK <= asked; time += TICK) noise = noise * keep + step * random.normal()
      return 1 + noise
    },
  }
}
