import type { Site } from '../../relayer/localnet/setup/local-network.ts'
import type { Network } from '../src/network/network.ts'
import { fieldOf } from '../src/parameter/key.ts'
import { readValue } from '../src/parameter/values.ts'
import { formatQuantity } from '../src/units/quantity.ts'

const MARKET = 'WETH/USDC'
const WIDER = { times: 3n, of: 2n }

/** A wider band, by a cost half as high again, and the pool that no vote has listed yet. */
export async function proposalFile(network: Network, { chain, pools, plan }: Site): Promise<string> {
  const field = fieldOf('hedgeBand.costRate')
  const rate = (await readValue(network, field, { market: 1, spoke: chain.id })) ?? 0n
  const symbols = { base: 'WETH', quote: 'USDC', quoteDecimals: 6 }
  const shown = (value: bigint): string => formatQuantity(value, field.unit, symbols)
  const pool = pools[plan.pools.length]
  if (pool === undefined) throw new Error(`${chain.name} has no pool left to list`)
  return `title: Widen the band of ${MARKET} on ${chain.name} and trade in one more pool
text: |
  Trades there cost more than the band assumes. A cost rate half as high again widens it by a seventh, and a third
  pool takes a part of what is left to trade.

actions:
  - do: set
    parameter: hedgeBand.costRate
    market: ${MARKET}
    spoke: ${chain.name}
    from: ${shown(rate)}
    to: ${shown((rate * WIDER.times) / WIDER.of)}
  - do: add venue
    market: ${MARKET}
    spoke: ${chain.name}
    id: 23
    pool: "${pool.address}"
    clip: 1 WETH
`
}
