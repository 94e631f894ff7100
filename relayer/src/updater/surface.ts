// SPDX-License-Identifier: MIT
import { iVolSurfaceAbi } from '@gimbal/contracts'
import type { Address, ContractFunctionArgs } from 'viem'
import type { ChainClient } from '../chain/client.ts'
import { type Header, readHeader } from '../chain/headers.ts'
import { GimbalError } from '../errors.ts'
import { fromWad, toWad } from '../hedge/wad.ts'
import type { AnnualSmile, SurfaceTerms } from '../quant/surface/index.ts'

/** The smile of one expiry as `VolSurface` stores it. */
export type ChainSmile = ContractFunctionArgs<typeof iVolSurfaceAbi, 'nonpayable', 'updateSigned'>[1][number]

/** What the chain says of a surface at its newest block. */
export interface SurfaceState {
  readonly head: Header
  readonly smiles: readonly AnnualSmile[]
  /** Of the update in force; the next is one more. */
  readonly nonce: bigint
  readonly updatedAt: number
  readonly terms: SurfaceTerms & { readonly minInterval: number }
  /** By rising address. */
  readonly updaters: readonly Address[]
  readonly quorum: number
}

export async function readSurface(
  client: ChainClient,
  surface: Address,
  market: number,
): Promise<SurfaceState> {
  const contract = { address: surface, abi: iVolSurfaceAbi } as const
  const [head, [smiles, nonce, updatedAt], terms, [updaters, quorum]] = await Promise.all([
    readHeader(client, 'latest'),
    client.readContract({ ...contract, functionName: 'smiles', args: [market] }),
    client.readContract({ ...contract, functionName: 'termsOf', args: [market] }),
    client.readContract({ ...contract, functionName: 'updaters' }),
  ])
  if (!head) throw new GimbalError('the node has no blocks', { retryable: true })
  return {
    head,
    smiles: smiles.map(fromChainSmile),
    nonce,
    updatedAt: Number(updatedAt),
    terms: {
      maxStep: fromWad(terms.maxStep),
      minVol: fromWad(terms.minVol),
      maxVol: fromWad(terms.maxVol),
      width: fromWad(terms.width),
      minInterval: terms.minInterval,
    },
    updaters,
    quorum,
  }
}

export function fromChainSmile({ expiry, a, b, rho, m, sigma }: ChainSmile): AnnualSmile {
  return {
    expiry,
    a: fromWad(a),
    b: fromWad(b),
    rho: fromWad(rho),
    m: fromWad(m),
    sigma: fromWad(sigma),
  }
}

export function toChainSmile({ expiry, a, b, rho, m, sigma }: AnnualSmile): ChainSmile {
  return { expiry, a: toWad(a), b: toWad(b), rho: toWad(rho), m: toWad(m), sigma: toWad(sigma) }
}
