import type { NetworkInput } from '@gimbal/contracts/deploy'

/** Half of what the pools hold within 50 bp instead of a twentieth, which the contracts allow where more is said to be there. */
const WIDER = 10n
const INTERVAL = 30

/** The same network with clips so wide that a hedge is one trade: what counts hedges need not count slices. */
export function unsliced(network: NetworkInput): NetworkInput {
  const chains = network.chains.map(({ market, pools, ...chain }) => ({
    ...chain,
    pools: pools.map((pool) => ({ ...pool, clip: pool.clip * WIDER })),
    market: {
      ...market,
      limits: { ...market.limits, clip: market.limits.clip * WIDER, interval: INTERVAL },
      liquidity: {
        ...market.liquidity,
        depth: market.liquidity.depth * WIDER,
        dailyVolume: market.liquidity.dailyVolume * WIDER,
      },
    },
  }))
  return { ...network, chains: chains as unknown as NetworkInput['chains'] }
}
