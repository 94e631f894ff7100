import { artifact } from '@gimbal/contracts'
import type { Address, LocalAccount } from 'viem'
import { toNativeDown } from '../../src/hedge/wad.ts'
import { evaluate } from '../../src/quant/black-scholes.ts'
import { greekColumns } from '../../src/quant/columns/columns.ts'
import { optionSheet } from '../../src/quant/option-sheet.ts'
import type { LocalChain } from '../chain/local-chain.ts'
import { wad } from '../setup/terms.ts'
import { QUOTE_DECIMALS } from '../setup/topology.ts'
import { seriesId } from './series.ts'

/** A book and the key that signs for it. */
export type Party = { readonly book: bigint; readonly account: LocalAccount }

export type TradeOrder = {
  readonly market: number
  readonly expiry: number
  readonly strike: number
  readonly put: boolean
  /** Options, positive. */
  readonly size: number
  readonly buyer: Party
  readonly seller: Party
  /** Price and vol that the premium is computed at. */
  readonly spot: number
  readonly vol: number
  /** Chain time. */
  readonly time: number
  readonly nonce: bigint
}

const TYPES = {
  Trade: [
    { name: 'series', type: 'uint256' },
    { name: 'size', type: 'uint128' },
    { name: 'premium', type: 'uint256' },
    { name: 'buyer', type: 'uint64' },
    { name: 'seller', type: 'uint64' },
    { name: 'buyerNonce', type: 'uint256' },
    { name: 'sellerNonce', type: 'uint256' },
    { name: 'deadline', type: 'uint64' },
  ],
} as const

/** Seconds a signature of the local network is good for. */
const VALIDITY = 3_600

/** A trade at the model's price that both sides have signed: the arguments of `Clearing.execute`. */
export async function signTrade(chain: LocalChain, clearing: Address, order: TradeOrder) {
  const trade = {
    series: seriesId(order.market, order.expiry, wad(order.strike), order.put),
    size: wad(order.size),
    premium: toNativeDown(premiumOf(order), QUOTE_DECIMALS),
    buyer: order.buyer.book,
    seller: order.seller.book,
    buyerNonce: order.nonce,
    sellerNonce: order.nonce,
    deadline: BigInt(order.time + VALIDITY),
  }
  const typed = {
    domain: { name: 'Gimbal Clearing', version: '1', chainId: chain.id, verifyingContract: clearing },
    types: TYPES,
    primaryType: 'Trade',
    message: trade,
  } as const
  const signatures = [
    await sign(order.buyer.account, typed),
    await sign(order.seller.account, typed),
  ] as const
  return [trade, ...signatures] as const
}

export const clearingAbi = artifact('Clearing').abi

function sign(account: LocalAccount, typed: Parameters<LocalAccount['signTypedData']>[0]) {
  return account.signTypedData(typed)
}

function premiumOf({ strike, expiry, vol, put, size, spot, time }: TradeOrder): number {
  const greeks = greekColumns(1)
  evaluate(optionSheet([{ strike, expiry, vol, carry: 0, size, put }]), spot, time, greeks)
  return size * greeks.price[0]!
}
