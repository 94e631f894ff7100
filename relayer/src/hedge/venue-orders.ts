// SPDX-License-Identifier: MIT
import type { iHedgeExecutorAbi } from '@gimbal/contracts'
import type { ContractFunctionArgs } from 'viem'
import type { Side } from '../quant/routing/curve.ts'
import type { Split } from '../quant/routing/split.ts'
import type { MarketTerms } from './market-terms.ts'
import { toNativeDown, toWad } from './wad.ts'

export type VenueOrders = ContractFunctionArgs<typeof iHedgeExecutorAbi, 'nonpayable' | 'payable', 'hedge'>[2]

/**
 * A split as the executor takes it, in native units of base. Plain numbers miss by rounding, and where a pool's liquidity is
 * deep by more than any margin; the executor refuses one unit above a clip, today and at every tick until the pool has moved.
 * So clips are held to exactly: each venue's own, and the market's over all of them.
 *
 * @param worst marginal price with fee
 * @param decimals of base
 */
export function venueOrders(
  split: Split,
  side: Side,
  terms: Pick<MarketTerms, 'venues' | 'clipWad'>,
  worst: number,
  decimals: number,
): VenueOrders {
  const native = (wad: bigint) => (wad * 10n ** BigInt(decimals)) / 10n ** 18n
  let left = native(terms.clipWad)
  return split.orders.flatMap(({ venue, base }) => {
    const clip = terms.venues.find(({ id }) => id === venue)?.clip ?? 0n
    let size = toNativeDown(base, decimals)
    for (const most of [native(clip), left]) if (size > most) size = most
    left -= size
    return size > 0n ? [{ venue, base: side === 'buy' ? size : -size, priceLimit: toWad(worst) }] : []
  })
}
