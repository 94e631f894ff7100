import { artifact } from '@gimbal/contracts'
import { fromWad } from '../../src/hedge/wad.ts'
import type { BandTerms } from '../../src/quant/band.ts'
import { contractOf, hubOf, type Site } from '../setup/local-network.ts'

/** Band terms, and the most base one hedge trades. */
export type SpokeTerms = BandTerms & { readonly clip: number }

/** What governance has set for the market on each spoke, as the hub's contract has it. */
export async function spokeTermsOf(sites: readonly Site[]): Promise<ReadonlyMap<number, SpokeTerms>> {
  const hub = hubOf(sites)
  const entries = sites.map(async ({ chain, deployment }) => {
    const parameters = {
      address: contractOf(hub, 'RiskParameters'),
      abi: artifact('RiskParameters').abi,
      args: [deployment.market, BigInt(chain.id)],
    } as const
    const terms = await hub.chain.client.readContract({ ...parameters, functionName: 'hedgeBand' })
    const limits = await hub.chain.client.readContract({ ...parameters, functionName: 'hedgeLimits' })
    return [
      chain.id,
      {
        costRate: fromWad(terms.costRate),
        fixedCost: fromWad(terms.fixedCost),
        floor: fromWad(terms.floor),
        cap: fromWad(terms.cap),
        capShare: fromWad(terms.capShare),
        clip: fromWad(limits.clip),
      },
    ] as const
  })
  return new Map(await Promise.all(entries))
}
