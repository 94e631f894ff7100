// SPDX-License-Identifier: MIT
import type { ChainClient } from '../chain/client.ts'
import type { Side, VenueCurve } from '../quant/routing/curve.ts'
import { type Split, split } from '../quant/routing/split.ts'
import { poolRanges } from '../quant/routing/uniswap-v3.ts'
import type { Decimals } from './evaluate.ts'
import type { MarketTerms } from './market-terms.ts'
import type { PoolShape } from './read-pool.ts'
import { readPool, readPoolShape } from './read-pool.ts'
import { fromWad } from './wad.ts'

/** `VenueStatus.ACTIVE` */
const ACTIVE = 1

/** Splits a market's trades over its venues on one chain. */
export type Router = (request: {
  readonly terms: MarketTerms
  readonly side: Side
  readonly base: number
  /** Worst marginal price with fee. */
  readonly worst: number
  readonly fixedCost: number
}) => Promise<Split>

/** Cuts the part of a curve whose price with fee is worse than `worst`. */
function within(curve: VenueCurve, side: Side, worst: number): VenueCurve {
  const limit = Math.sqrt(side === 'sell' ? worst / curve.keep : worst * curve.keep)
  const ranges = curve.ranges
    .filter(({ start }) => (side === 'sell' ? start > limit : start < limit))
    .map((range) => ({
      ...range,
      end: side === 'sell' ? Math.max(range.end, limit) : Math.min(range.end, limit),
    }))
  return { ...curve, ranges }
}

export function createRouter(client: ChainClient, base: `0x${string}`, decimals: Decimals): Router {
  const shapes = new Map<string, PoolShape>()

  async function shapeOf(pool: `0x${string}`): Promise<PoolShape> {
    const known = shapes.get(pool)
    if (known) return known
    const shape = await readPoolShape(client, pool, base)
    shapes.set(pool, shape)
    return shape
  }

  return async ({ terms, side, base: amount, worst, fixedCost }) => {
    const active = terms.venues.filter(({ status }) => status === ACTIVE)
    const curves = await Promise.all(
      active.map(async (venue): Promise<VenueCurve> => {
        const shape = await shapeOf(venue.pool)
        const pool = await readPool(client, venue.pool, shape, decimals)
        const curve: VenueCurve = {
          venue: venue.id,
          keep: 1 - shape.fee,
          ranges: poolRanges(pool, side),
          clip: fromWad(venue.clip),
          fixedCost,
        }
        return within(curve, side, worst)
      }),
    )
    return split(side, curves, amount)
  }
}
