// SPDX-License-Identifier: MIT
import { iUniswapV3PoolAbi } from '@gimbal/contracts'
import type { Address } from 'viem'
import type { ChainClient } from '../chain/client.ts'
import type { PoolState } from '../quant/routing/uniswap-v3.ts'
import type { Decimals } from './evaluate.ts'

/** What of a pool never changes. */
export interface PoolShape {
  readonly baseIsToken0: boolean
  readonly fee: number
  readonly spacing: number
}

const Q96 = 2 ** 96
/** Words of 256 tick spacings read on each side of the price. */
const WORDS = 1

export async function readPoolShape(client: ChainClient, pool: Address, base: Address): Promise<PoolShape> {
  const [token0, fee, spacing] = await Promise.all([
    client.readContract({ address: pool, abi: iUniswapV3PoolAbi, functionName: 'token0' }),
    client.readContract({ address: pool, abi: iUniswapV3PoolAbi, functionName: 'fee' }),
    client.readContract({ address: pool, abi: iUniswapV3PoolAbi, functionName: 'tickSpacing' }),
  ])
  return { baseIsToken0: token0.toLowerCase() === base.toLowerCase(), fee: fee / 1e6, spacing }
}

function ticksIn(word: bigint, position: number, spacing: number): readonly number[] {
  const found: number[] = []
  for (let bit = 0; bit < 256; bit++) {
    if ((word >> BigInt(bit)) & 1n) found.push((position * 256 + bit) * spacing)
  }
  return found
}

/** Price, liquidity and the initialised ticks around the price, in two rounds of batched reads. */
export async function readPool(
  client: ChainClient,
  address: Address,
  shape: PoolShape,
  decimals: Decimals,
): Promise<PoolState> {
  const pool = { address, abi: iUniswapV3PoolAbi } as const
  const [slot0, liquidity] = await Promise.all([
    client.readContract({ ...pool, functionName: 'slot0' }),
    client.readContract({ ...pool, functionName: 'liquidity' }),
  ])
  const tick = slot0[1]
  const centre = Math.floor(Math.floor(tick / shape.spacing) / 256)
  const positions = Array.from({ length: 2 * WORDS + 1 }, (_, i) => centre - WORDS + i)
  const words = await Promise.all(
    positions.map((position) =>
      client.readContract({ ...pool, functionName: 'tickBitmap', args: [position] }),
    ),
  )
  const indices = words.flatMap((word, i) => ticksIn(word, positions[i]!, shape.spacing))
  const initialised = await Promise.all(
    indices.map(async (index) => {
      const tickState = await client.readContract({ ...pool, functionName: 'ticks', args: [index] })
      return { index, net: Number(tickState[1]) }
    }),
  )
  // The liquidity beyond the last tick that was read still stands as far as was read.
  const edges = [positions[0]!, positions.at(-1)! + 1].map((word) => ({
    index: word * 256 * shape.spacing,
    net: 0,
  }))
  const ticks = [edges[0]!, ...initialised, edges[1]!]
  return {
    root: Number(slot0[0]) / Q96,
    liquidity: Number(liquidity),
    tick,
    ticks,
    baseIsToken0: shape.baseIsToken0,
    baseUnit: 10 ** decimals.base,
    quoteUnit: 10 ** decimals.quote,
  }
}
