import { type Address, encodeAbiParameters, type Hex, keccak256, type LocalAccount, stringToHex } from 'viem'

/** Feed ids of the local pull oracle. */
export const BASE_FEED: Hex = keccak256(stringToHex('ETH/USD'))
export const QUOTE_FEED: Hex = keccak256(stringToHex('USDC/USD'))

const EXPONENT = -8
const UPDATE = [
  {
    type: 'tuple',
    components: [
      { name: 'id', type: 'bytes32' },
      { name: 'price', type: 'int64' },
      { name: 'conf', type: 'uint64' },
      { name: 'expo', type: 'int32' },
      { name: 'publishTime', type: 'uint64' },
      { name: 'previousPublishTime', type: 'uint64' },
    ],
  },
] as const

/** Both prices of the market as one publisher signed them. */
export type SignedPrices = {
  readonly time: number
  /** Base/USD ÷ quote/USD as the contracts compute it, 18 decimals. */
  readonly price: bigint
  readonly updates: readonly [Hex, Hex]
}

/** Signs what it is given, at rising times. */
export type Publisher = {
  readonly address: Address
  readonly publish: (time: number, base: number, quote: number) => Promise<SignedPrices>
}

export function publisher(account: LocalAccount): Publisher {
  let previous = 0
  async function sign(id: Hex, price: bigint, time: number): Promise<Hex> {
    const update = {
      id,
      price,
      // One basis point: what Pyth shows for ETH on a calm day.
      conf: price / 10_000n,
      expo: EXPONENT,
      publishTime: BigInt(time),
      previousPublishTime: BigInt(previous),
    }
    const signature = await account.signMessage({
      message: { raw: keccak256(encodeAbiParameters(UPDATE, [update])) },
    })
    return encodeAbiParameters([...UPDATE, { type: 'bytes' }], [update, signature])
  }
  return {
    address: account.address,
    publish: async (time, base, quote) => {
      const [baseUnits, quoteUnits] = [toUnits(base), toUnits(quote)]
      const updates = [
        await sign(BASE_FEED, baseUnits, time),
        await sign(QUOTE_FEED, quoteUnits, time),
      ] as const
      previous = time
      return { time, price: (baseUnits * 10n ** 18n) / quoteUnits, updates }
    },
  }
}

function toUnits(price: number): bigint {
  return BigInt(Math.round(price * 10 ** -EXPONENT))
}
