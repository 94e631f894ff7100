import { artifact } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { type Address, getAbiItem, type Hex, keccak256, zeroHash } from 'viem'
import { type Network, read, type Site } from '../network/network.ts'
import { type Families, familiesOf, KIND } from './families.ts'

/** What a TimelockController answers for an operation that is executed. */
const DONE = 1n

export type RemoteCall = { readonly target: Address; readonly data: Hex }

/** A batch as the hub has sent it. */
export type RemoteBatch = {
  readonly chain: bigint
  readonly number: bigint
  readonly follows: bigint
  readonly expiry: bigint
  readonly calls: readonly RemoteCall[]
}

/** How far a batch has come; families are those of the root that the hub has sent last. */
export type Stage =
  | ({ readonly kind: 'under way' } & Families)
  | ({ readonly kind: 'confirmed' } & Families)
  | { readonly kind: 'waits'; readonly eta: bigint }
  | { readonly kind: 'ready'; readonly until: bigint }
  | { readonly kind: 'executed' }
  | ({ readonly kind: 'revoked'; readonly isKnown: boolean } & Families)
  | { readonly kind: 'expired'; readonly expiry: bigint }
  | { readonly kind: 'lapsed'; readonly until: bigint }
  | { readonly kind: 'cancelled' }

export type SentBatch = {
  readonly site: Site
  readonly batch: RemoteBatch
  readonly leaf: Hex
  readonly transaction: Hex
  readonly stage: Stage
}

type Outgoing = { readonly epoch: bigint; readonly root: Hex }

/** Every batch that votes have sent to a spoke, in order, with how far it has come. */
export async function readBatches({ hub }: Network, site: Site): Promise<readonly SentBatch[]> {
  const chain = BigInt(site.deployment.chainId)
  if (site.deployment.role === 'hub') return []
  const logs = await hub.client.getLogs({
    address: addressOf(hub.deployment, 'RemoteOutbox'),
    event: getAbiItem({ abi: artifact('RemoteOutbox').abi, name: 'BatchSent' }),
    args: { chain },
    fromBlock: BigInt(hub.deployment.startBlock),
    strict: true,
  })
  if (logs.length === 0) return []
  const [block, delivery] = await Promise.all([site.client.getBlock(), deliveryOf(hub, site)])
  return Promise.all(
    logs.map(async ({ args: { batch, leaf }, transactionHash }) => {
      const stage = await stageOf(hub, site, batch, leaf, block.timestamp, delivery)
      return { site, batch, leaf, transaction: transactionHash, stage }
    }),
  )
}

type Delivery = Families & { readonly isUpToDate: boolean }

/** Whether the spoke has the root that the hub has sent last, and who has delivered it. */
async function deliveryOf(hub: Site, site: Site): Promise<Delivery> {
  const [{ epoch, root }, [confirmed, here]] = await Promise.all([
    read<Outgoing>(hub, 'RemoteOutbox', 'outgoing', [BigInt(site.deployment.chainId)]),
    read<readonly [bigint, Hex]>(site, 'RemoteExecutor', 'confirmedRoot'),
  ])
  // A root is 32 bytes, and so is its encoding.
  const message = { kind: KIND.remote, epoch, digest: keccak256(root) }
  return { ...(await familiesOf(hub, site, message)), isUpToDate: confirmed === epoch && here === root }
}

async function stageOf(
  hub: Site,
  site: Site,
  batch: RemoteBatch,
  leaf: Hex,
  now: bigint,
  { isUpToDate, ...families }: Delivery,
): Promise<Stage> {
  const { number, expiry } = batch
  const operation = await read<Hex>(site, 'RemoteExecutor', 'operationOf', [number])
  if (operation === zeroHash) {
    const current = await read<Hex>(hub, 'RemoteOutbox', 'leafOf', [batch.chain, number])
    if (current !== leaf) return { kind: 'revoked', isKnown: isUpToDate, ...families }
    if (now > expiry) return { kind: 'expired', expiry }
    return { kind: isUpToDate ? 'confirmed' : 'under way', ...families }
  }
  const [eta, until] = await Promise.all([
    read<bigint>(site, 'TimelockController', 'getTimestamp', [operation]),
    lapseOf(site, number),
  ])
  if (eta === DONE) return { kind: 'executed' }
  if (eta === 0n) return { kind: 'cancelled' }
  if (now > until) return { kind: 'lapsed', until }
  return now < eta ? { kind: 'waits', eta } : { kind: 'ready', until }
}

/** Until when the executor of a spoke lets a scheduled batch begin. */
export async function lapseOf({ client, deployment }: Site, number: bigint): Promise<bigint> {
  const logs = await client.getLogs({
    address: addressOf(deployment, 'RemoteExecutor'),
    event: getAbiItem({ abi: artifact('RemoteExecutor').abi, name: 'BatchScheduled' }),
    args: { number },
    fromBlock: BigInt(deployment.startBlock),
    strict: true,
  })
  return logs[0]?.args.until ?? 0n
}
