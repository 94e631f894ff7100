import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import {
  type Abi,
  concatHex,
  decodeFunctionResult,
  type Hex,
  keccak256,
  numberToHex,
  slice,
  toHex,
} from 'viem'
import type { Batch } from '../../differential/chain.ts'
import { european } from '../../reference50/european.ts'
import { fromWad, larger, over, size, toNumber } from '../../reference50/fixed.ts'
import { grid } from '../../vectors/points.ts'
import type { MeasuredPeer } from './peers.ts'

const file = createRequire(import.meta.url).resolve(
  '@lyrafinance/protocol/dist/artifacts/contracts/libraries/BlackScholes.sol/BlackScholes.json',
)
const lyra = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly abi: Abi
  readonly deployedBytecode: Hex
}
const call = { abi: lyra.abi, functionName: 'pricesDeltaStdVega' } as const
/** Signatures of libraries name their structs. */
const selector = slice(keccak256(toHex('pricesDeltaStdVega(BlackScholes.BlackScholesInputs)')), 0, 4)
const YEAR = 31_536_000n

/** Lyra V1 as its authors compiled it, from the package `@lyrafinance/protocol` (ISC): the median of a warm call from outside. */
export async function measureLyra(batch: Batch): Promise<MeasuredPeer> {
  const points = grid().map((point) => ({ ...point, seconds: (point.tau * YEAR + 10n ** 17n) / 10n ** 18n }))
  const results = await batch.metered(
    lyra.deployedBytecode,
    points.map(({ seconds, vol, spot, strike, rate }) => {
      const input = [seconds, vol, spot, strike, rate].map((x) => numberToHex(x, { size: 32 }))
      return concatHex([selector, ...input])
    }),
  )
  let [price, delta, reverted] = [0, 0, 0]
  for (const [i, { succeeded, result }] of results.entries()) {
    if (!succeeded) {
      reverted += 1
      continue
    }
    const got = decodeFunctionResult({ ...call, data: result }) as Prices
    const [spot, strike] = [fromWad(points[i]!.spot), fromWad(points[i]!.strike)]
    const tau = over(points[i]!.seconds, YEAR)
    const { call: right } = european({ spot, strike, vol: fromWad(points[i]!.vol), tau, rate: 0n, yield: 0n })
    const error = size(fromWad(got.callPrice) - right.price)
    price = Math.max(price, toNumber(over(error, larger(spot, strike))))
    delta = Math.max(delta, toNumber(size(fromWad(got.callDelta) - right.delta)))
  }
  if (reverted === results.length) throw new Error('Lyra V1 could not be run')
  const gas = results.map((one) => Number(one.gas)).sort((a, b) => a - b)
  return {
    name: 'Lyra V1',
    outputs: 'call, put, two deltas, vega',
    gas: gas[gas.length >> 1]!,
    priceError: price,
    deltaError: delta,
    reverted,
  }
}

interface Prices {
  readonly callPrice: bigint
  readonly callDelta: bigint
}
