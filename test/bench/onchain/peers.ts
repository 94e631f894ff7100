export interface Peer {
  readonly name: string
  readonly outputs: string
  readonly gas: number
  readonly note?: string
}

/** Quoted, not run: none of them is a dependency. */
export const peers: readonly Peer[] = [
  { name: 'Derive lyra-utils Black76', outputs: 'call, put, delta', gas: 4744, note: 'price error 2.4e-13' },
  {
    name: 'DeFiMath 4.1',
    outputs: 'call, delta, vega',
    gas: 6374,
    note: 'reverts outside strike / spot 0.2 to 5',
  },
  { name: 'Rysk', outputs: 'call, delta', gas: 36097, note: 'reverts far out of the money' },
  { name: 'Lyra V1', outputs: 'call, put, greeks', gas: 50299 },
]
