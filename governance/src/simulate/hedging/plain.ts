import { formatUnits } from 'viem'

/** 18-decimal fixed point as a plain number. */
export function fromWad(value: bigint): number {
  return Number(formatUnits(value, 18))
}

/** Native token units as a plain number. */
export function fromNative(amount: bigint, decimals: number): number {
  return Number(formatUnits(amount, decimals))
}

/** Six digits: what machines may differ in lies beyond. */
export function rounded(value: number): number {
  return Number(value.toPrecision(6))
}
