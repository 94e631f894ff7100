import type { ConfigInput } from '../../src/config/schema.ts'
import { contractOf, hubOf, type Site } from './local-network.ts'
import { MARKET } from './topology.ts'

/** The relayer's configuration for the local chains, as a file would give it. */
export function relayerConfig(sites: readonly Site[], apiPort: number): ConfigInput {
  const hub = hubOf(sites)
  return {
    hub: hub.chain.id,
    hubContracts: {
      books: contractOf(hub, 'Books'),
      settlement: contractOf(hub, 'Settlement'),
      marginEngine: contractOf(hub, 'MarginEngine'),
      mandateBook: contractOf(hub, 'MandateBook'),
      remoteOutbox: contractOf(hub, 'RemoteOutbox'),
      allocationBook: contractOf(hub, 'AllocationBook'),
      funding: contractOf(hub, 'Funding'),
      riskParameters: contractOf(hub, 'RiskParameters'),
      volSurface: contractOf(hub, 'VolSurface'),
    },
    chains: sites.map((site) => ({
      id: site.chain.id,
      name: site.chain.name,
      rpc: [site.chain.url],
      startBlock: site.deployment.startBlock,
      spoke: {
        oracleRouter: contractOf(site, 'OracleRouter'),
        hedgeTransport: contractOf(site, 'HedgeTransport'),
        spokeControl: contractOf(site, 'SpokeControl'),
        spokeVault: contractOf(site, 'SpokeVault'),
        hedgeExecutor: contractOf(site, 'HedgeExecutor'),
        gateways: [...site.deployment.gateways],
        ...(site === hub
          ? {}
          : {
              remote: {
                executor: contractOf(site, 'RemoteExecutor'),
                timelock: contractOf(site, 'Timelock'),
              },
            }),
      },
    })),
    markets: [{ id: MARKET }],
    api: { port: apiPort },
    logLevel: 'silent',
  }
}
