import { artifact } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { getAbiItem, type Hex } from 'viem'
import { read, type Site } from '../network/network.ts'

/** A config that is confirmed on a spoke and loosens something, so that it waits there. */
export type ConfigWait = {
  readonly version: bigint
  readonly ticket: bigint
  readonly digest: Hex
  readonly kind: 'waits' | 'ready' | 'cancelled'
  readonly eta: bigint
  /** What it tightens is in force already. */
  readonly tightened: boolean
}

type Waiting = Omit<ConfigWait, 'kind' | 'eta' | 'tightened'> & { readonly operation: Hex }

/** What waits in the timelock of a spoke to be its config, the oldest first. */
export async function readConfigWaits(site: Site): Promise<readonly ConfigWait[]> {
  const list = await read<readonly Waiting[]>(site, 'SpokeControl', 'waiting')
  if (list.length === 0) return []
  const [{ timestamp }, tightened] = await Promise.all([
    site.client.getBlock(),
    tightenings(
      site,
      list.map(({ version }) => version),
    ),
  ])
  return Promise.all(
    list.map(async ({ operation, ...wait }) => {
      const eta = await read<bigint>(site, 'TimelockController', 'getTimestamp', [operation])
      const kind = eta === 0n ? 'cancelled' : timestamp < eta ? 'waits' : 'ready'
      return { ...wait, eta, kind, tightened: tightened.has(wait.version) } as const
    }),
  )
}

/** Which of these versions have tightened what is in force there. */
async function tightenings(
  { client, deployment }: Site,
  version: readonly bigint[],
): Promise<ReadonlySet<bigint>> {
  const logs = await client.getLogs({
    address: addressOf(deployment, 'SpokeControl'),
    event: getAbiItem({ abi: artifact('SpokeControl').abi, name: 'ConfigTightened' }),
    args: { version: [...version] },
    fromBlock: BigInt(deployment.startBlock),
    strict: true,
  })
  return new Set(logs.map(({ args }) => args.version))
}
