import type { Site } from '../../relayer/localnet/setup/local-network.ts'
import type { Network } from '../src/network/network.ts'
import { fieldOf } from '../src/parameter/key.ts'
import { readValue } from '../src/parameter/values.ts'
import { formatQuantity } from '../src/units/quantity.ts'

const MARKET = 'WETH/USDC'
const WIDER = { times: 3n, of: 2n }

/** A band half as wide again, and the pool that no vote has listed yet. */
export async function proposalFile(network: Network, { chain, pools, plan }: Site): Promise<string> {
  const field = fieldOf('hedgeBand.floor')
  const floor = (await readValue(network, field, { market: 1, spoke: chain.id })) ?? 0n
  const symbols = { base: 'WETH', quote: 'USDC', quoteDecimals: 6 }
  const shown = (value: bigint): string => formatQuantity(value, field.unit, symbols)
  const pool = pools[plan.pools.length]
  if (pool === undefined) throw new Error(`${chain.name} has no pool left to list`)
  return `title: Widen the band of ${MARKET} on ${chain.name} and trade in one more pool
text: |
  Hedges there pay for each other's impact. A floor half as wide again lets the price come back, and a third
  pool takes a part of what is left.

actions:
  - do: set
    parameter: hedgeBand.floor
    market: ${MARKET}
    spoke: ${chain.name}
    from: ${shown(floor)}
    to: ${shown((floor * WIDER.times) / WIDER.of)}
  - do: add venue
    market: ${MARKET}
    spoke: ${chain.name}
    id: 23
    pool: "${pool.address}"
    clip: 1 WETH
`
}
