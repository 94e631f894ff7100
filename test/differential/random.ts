/** Draws that a seed repeats: SplitMix64. */
export interface Random {
  /** From 0 to below 1. */
  readonly unit: () => number
  readonly between: (low: number, high: number) => number
  /** A number whose decimal logarithm is drawn. */
  readonly power: (lowest: number, highest: number) => number
  readonly below: (limit: bigint) => bigint
  readonly pick: <T>(list: readonly T[]) => T
}

export function random(seed: bigint): Random {
  let state = BigInt.asUintN(64, seed)
  const word = (): bigint => {
    state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n)
    let z = state
    z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n)
    z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn)
    return z ^ (z >> 31n)
  }
  const unit = () => Number(word() >> 11n) / 2 ** 53
  const between = (low: number, high: number) => low + (high - low) * unit()
  return {
    unit,
    between,
    power: (lowest, highest) => 10 ** between(lowest, highest),
    below: (limit) => ((word() << 64n) | word()) % limit,
    pick: (list) => list[Math.floor(unit() * list.length)]!,
  }
}
