import type { Hex } from 'viem'
import type { Context } from '../actions/call.ts'
import { nameKey, placeText } from '../parameter/place-of-key.ts'

/** A change as the contracts carry it. */
export type ChainChange = {
  readonly key: Hex
  readonly value: bigint
  readonly expected: bigint
  readonly tolerance: bigint
}

/** `hedgeBand.costRate of WETH/USDC, spoke-a: 6 bp -> 9 bp`. */
export function describeChange(context: Context, { key, value, expected }: ChainChange): string {
  const { name, where, shown } = nameKey(context, key)
  return `${name} of ${placeText(where)}: ${shown(expected)} -> ${shown(value)}`
}
