import type { Deployment } from '@gimbal/contracts/deploy'
import { accounts, attestersOf } from '../../../relayer/localnet/accounts.ts'
import { FAMILIES } from '../../../relayer/localnet/setup/topology.ts'
import type { CarrierHandle, CarrierOptions } from '../../../relayer/src/carrier/options.ts'
import { startCarrier } from '../../../relayer/src/carrier/start.ts'
import { createLogger } from '../../../relayer/src/logger.ts'

/** A chain, and what stands on it. */
export interface Stop {
  readonly url: string
  readonly deployment: Deployment
}

/** A carrier that delivers at once when it is told to: for tests that are about something else. */
export function quickCarrier(
  stops: readonly Stop[],
  fault: NonNullable<CarrierOptions['fault']>,
): Promise<CarrierHandle> {
  return startCarrier({
    chains: stops.map(({ url, deployment }) => ({
      id: deployment.chainId,
      name: deployment.name,
      rpc: [url],
      startBlock: deployment.startBlock,
      logRange: 5_000,
      confirmations: 0,
      priorityFeeGwei: 0.01,
      gateways: deployment.gateways,
    })),
    attesters: new Map(FAMILIES.map((family) => [family, attestersOf(family)])),
    account: accounts.carrier,
    latency: () => 0,
    fault,
    drive: 'manual',
    logger: createLogger('silent'),
  })
}
