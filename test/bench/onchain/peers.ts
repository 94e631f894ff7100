/** Run beside ours: median gas and worst errors on the 216 points. */
export interface MeasuredPeer {
  readonly name: string
  readonly outputs: string
  readonly gas: number
  /** As a share of the larger of spot and strike. */
  readonly priceError: number
  readonly deltaError: number
  /** Points of the 216 at which it reverts. */
  readonly reverted: number
}

export interface QuotedPeer {
  readonly name: string
  readonly outputs: string
  readonly gas: number
  readonly note?: string
}

/** Not run: no package has them. Median gas on the same points, as measured elsewhere. */
export const quotedPeers: readonly QuotedPeer[] = [
  { name: 'Derive lyra-utils Black76', outputs: 'call, put, delta', gas: 4744, note: 'price error 2.4e-13' },
  {
    name: 'DeFiMath 4.1',
    outputs: 'call, delta, vega',
    gas: 6374,
    note: 'reverts outside strike / spot 0.2 to 5',
  },
  { name: 'Rysk', outputs: 'call, delta', gas: 36097, note: 'reverts far out of the money' },
]
