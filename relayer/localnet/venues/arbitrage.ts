import { artifact } from '@gimbal/contracts'
import type { Address } from 'viem'
import type { LocalChain } from '../chain/local-chain.ts'
import type { Actor } from '../conductor/actor.ts'
import { sqrtPriceOf } from './sqrt-price.ts'
import { type Pool, poolAbi } from './uniswap.ts'

/** Arbitrageurs of one chain: they trade when a pool has left the true price by more than its fee.
 * @param trader the LocalTrader with the tokens
 * @param owner the funded account that owns it
 */
export function arbitrage(chain: LocalChain, owner: Address, trader: Address, pools: readonly Pool[]): Actor {
  const { abi } = artifact('LocalTrader')
  return {
    act: async ({ price }) => {
      const corridors = await Promise.all(
        pools.map(async (pool) => {
          const slot = (await chain.client.readContract({
            address: pool.address,
            abi: poolAbi,
            functionName: 'slot0',
          })) as readonly [bigint, ...unknown[]]
          // Between these prices a trade earns less than the pool's fee.
          const fee = pool.fee / 1e6
          const [one, other] = [sqrtPriceOf(price * (1 - fee), pool), sqrtPriceOf(price / (1 - fee), pool)]
          const [low, high] = one < other ? [one, other] : [other, one]
          return { pool: pool.address, low, high, off: slot[0] < low || slot[0] > high }
        }),
      )
      const off = corridors.filter((corridor) => corridor.off)
      if (off.length === 0) return
      await chain.submit(owner, trader, abi, 'align', [
        off.map(({ pool, low, high }) => ({ pool, low, high })),
      ])
    },
  }
}
