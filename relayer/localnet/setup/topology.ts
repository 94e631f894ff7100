import type { PoolPlan } from '../venues/uniswap.ts'

/** A chain of the local network and the pools on it. */
export type ChainPlan = {
  readonly id: number
  readonly name: string
  readonly pools: readonly PoolPlan[]
  /** Pools that are there and that no vote has listed yet. */
  readonly unlisted?: readonly PoolPlan[]
}

/**
 * The hub and two spokes; the pools differ in fee and depth as they do between L2s. A tier of 0.01 % is thin, one of 0.3 %
 * on a young chain is what there is.
 */
export const TOPOLOGY: readonly [ChainPlan, ...ChainPlan[]] = [
  {
    id: 31_337,
    name: 'hub',
    pools: [
      { fee: 500, depth: 120 },
      { fee: 3_000, depth: 60 },
    ],
  },
  {
    id: 31_338,
    name: 'spoke-a',
    pools: [
      { fee: 500, depth: 90 },
      { fee: 100, depth: 20 },
    ],
    unlisted: [{ fee: 3_000, depth: 30 }],
  },
  {
    id: 31_339,
    name: 'spoke-b',
    pools: [
      { fee: 3_000, depth: 80 },
      { fee: 500, depth: 45 },
    ],
  },
]

export const MARKET = 1
export const BASE_DECIMALS = 18
export const QUOTE_DECIMALS = 6
export const FAMILIES = [0, 1, 2] as const
