import { iVolSurfaceAbi } from '@gimbal/contracts'
import { fromWad } from '../../src/hedge/wad.ts'
import { contractOf, type Site } from '../setup/local-network.ts'
import { wad } from '../setup/terms.ts'
import { MARKET } from '../setup/topology.ts'

/** The vol that the hub's surface has for a series at a spot. */
export async function surfaceVol(
  hub: Site,
  { expiry, strike, spot }: { readonly expiry: number; readonly strike: number; readonly spot: number },
): Promise<number> {
  const [vol] = await hub.chain.client.readContract({
    address: contractOf(hub, 'VolSurface'),
    abi: iVolSurfaceAbi,
    functionName: 'lastVol',
    args: [MARKET, expiry, wad(strike), wad(spot)],
  })
  return fromWad(vol)
}
