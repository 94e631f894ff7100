import type { iVolSurfaceAbi } from '@gimbal/contracts'
import type { ContractFunctionArgs } from 'viem'
import { fromWad } from '../../src/hedge/wad.ts'
import { totalVariance } from '../../src/quant/surface/svi.ts'
import { wad } from '../setup/terms.ts'

/** The smile of one expiry as the surface stores it: raw SVI of annual variance. */
export type ChainSmile = ContractFunctionArgs<typeof iVolSurfaceAbi, 'nonpayable', 'updateSigned'>[1][number]

/** A flat surface over the expiries that lie ahead: the simulated market prices every strike at one vol. */
export function flatSmiles(vol: number, time: number, expiries: readonly number[]): readonly ChainSmile[] {
  const ahead = [...new Set(expiries)].filter((expiry) => expiry > time).toSorted((a, b) => a - b)
  return ahead.map((expiry) => ({ expiry, a: wad(vol * vol), b: 0n, rho: 0n, m: 0n, sigma: 0n }))
}

/** Annual vol at the money. */
export function volAtTheMoney({ a, b, rho, m, sigma }: ChainSmile): number {
  const svi = { a: fromWad(a), b: fromWad(b), rho: fromWad(rho), m: fromWad(m), sigma: fromWad(sigma) }
  return Math.sqrt(totalVariance(svi, 0))
}
