import { iVolSurfaceAbi } from '@gimbal/contracts'
import type { Abi } from 'viem'
import { accounts, UPDATER_QUORUM, updaters } from '../../../relayer/localnet/accounts.ts'
import { contractOf, hubOf, type Site } from '../../../relayer/localnet/setup/local-network.ts'
import { MARKET } from '../../../relayer/localnet/setup/topology.ts'
import { toWad } from '../../../relayer/src/hedge/wad.ts'
import { signUpdate, updateArguments } from '../../../relayer/src/updater/update.ts'

/** The first surface: one vol for every strike and expiry, signed by a quorum. */
export async function flatSurface(
  sites: readonly Site[],
  vol: number,
  expiries: readonly number[],
  time: number,
): Promise<void> {
  const { chain, ...hub } = hubOf(sites)
  const surface = contractOf({ chain, ...hub }, 'VolSurface')
  const update = {
    market: MARKET,
    smiles: [...new Set(expiries)]
      .toSorted((a, b) => a - b)
      .map((expiry) => ({ expiry, a: toWad(vol * vol), b: 0n, rho: 0n, m: 0n, sigma: 0n })),
    nonce: 1n,
    deadline: BigInt(time + 3_600),
  }
  const domain = { chainId: chain.id, surface }
  const signed = await Promise.all(
    updaters.slice(0, UPDATER_QUORUM).map((updater) => signUpdate(domain, update, updater)),
  )
  await chain.execute(
    accounts.updater.address,
    surface,
    iVolSurfaceAbi as Abi,
    'updateSigned',
    updateArguments(update, signed),
  )
}
