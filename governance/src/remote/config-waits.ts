import type { Hex } from 'viem'
import { read, type Site } from '../network/network.ts'

/** A config that is confirmed on a spoke and loosens something, so that it waits there. */
export type ConfigWait = {
  readonly version: bigint
  readonly ticket: bigint
  readonly digest: Hex
  readonly kind: 'waits' | 'ready' | 'cancelled'
  readonly eta: bigint
}

type Waiting = Omit<ConfigWait, 'kind' | 'eta'> & { readonly operation: Hex }

/** What waits in the timelock of a spoke to be its config, the oldest first. */
export async function readConfigWaits(site: Site): Promise<readonly ConfigWait[]> {
  const list = await read<readonly Waiting[]>(site, 'SpokeControl', 'waiting')
  if (list.length === 0) return []
  const { timestamp } = await site.client.getBlock()
  return Promise.all(
    list.map(async ({ operation, ...wait }) => {
      const eta = await read<bigint>(site, 'TimelockController', 'getTimestamp', [operation])
      const kind = eta === 0n ? 'cancelled' : timestamp < eta ? 'waits' : 'ready'
      return { ...wait, eta, kind } as const
    }),
  )
}
