import { artifact } from '@gimbal/contracts'
import { fromWad } from '../../src/hedge/wad.ts'
import type { BandTerms } from '../../src/quant/band.ts'
import { contractOf, hubOf, type Site } from '../setup/local-network.ts'

/** The governed band of each spoke, as the hub's contract has it. */
export async function bandsOf(sites: readonly Site[]): Promise<ReadonlyMap<number, BandTerms>> {
  const hub = hubOf(sites)
  const entries = sites.map(async ({ chain, deployment }) => {
    const terms = await hub.chain.client.readContract({
      address: contractOf(hub, 'RiskParameters'),
      abi: artifact('RiskParameters').abi,
      functionName: 'hedgeBand',
      args: [deployment.market, BigInt(chain.id)],
    })
    return [
      chain.id,
      {
        costRate: fromWad(terms.costRate),
        fixedCost: fromWad(terms.fixedCost),
        floor: fromWad(terms.floor),
        cap: fromWad(terms.cap),
        capShare: fromWad(terms.capShare),
      },
    ] as const
  })
  return new Map(await Promise.all(entries))
}
