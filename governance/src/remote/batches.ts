import { artifact } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { type BatchStage, type BatchWait, type RemoteBatch, stageOf } from '@gimbal/relayer/remote-batch'
import { getAbiItem, type Hex, keccak256, zeroHash } from 'viem'
import { type Network, read, type Site } from '../network/network.ts'
import { type Families, familiesOf, KIND } from './families.ts'
import { type Refused, refusedBy } from './refused.ts'

/** What a TimelockController answers for an operation that is executed. */
const DONE = 1n

/** How far a batch has come; families are those of the root that the hub has sent last. */
export type Stage =
  | Exclude<BatchStage, { kind: 'under way' | 'confirmed' | 'revoked' }>
  | ({ readonly kind: 'under way' } & OnItsWay)
  | ({ readonly kind: 'confirmed' } & Families)
  | ({ readonly kind: 'revoked'; readonly isKnown: boolean } & OnItsWay)

type OnItsWay = Families & {
  /** The executor there has refused the root. */
  readonly refused?: Refused
  /** The spoke has the epoch of the root for another one, which the hub has lost. */
  readonly overtaken?: true
}

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
      const stage = await readStage(hub, site, batch, leaf, block.timestamp, delivery)
      return { site, batch, leaf, transaction: transactionHash, stage }
    }),
  )
}

type Delivery = OnItsWay & { readonly isUpToDate: boolean }

/** Whether the spoke has the root that the hub has sent last, and who has delivered it. */
async function deliveryOf(hub: Site, site: Site): Promise<Delivery> {
  const [{ epoch, root }, [confirmed, here]] = await Promise.all([
    read<Outgoing>(hub, 'RemoteOutbox', 'outgoing', [BigInt(site.deployment.chainId)]),
    read<readonly [bigint, Hex]>(site, 'RemoteExecutor', 'confirmedRoot'),
  ])
  // A root is 32 bytes, and so is its encoding.
  const message = { kind: KIND.remote, epoch, digest: keccak256(root) }
  const isUpToDate = confirmed === epoch && here === root
  const families = await familiesOf(hub, site, message)
  if (isUpToDate) return { ...families, isUpToDate }
  if (confirmed >= epoch) return { ...families, isUpToDate, overtaken: true }
  const refused = await refusedBy(hub, site, KIND.remote, epoch, root)
  return { ...families, isUpToDate, ...(refused && { refused }) }
}

async function readStage(
  hub: Site,
  site: Site,
  { chain, number, expiry }: RemoteBatch,
  leaf: Hex,
  now: bigint,
  { isUpToDate, ...families }: Delivery,
): Promise<Stage> {
  const [operation, current] = await Promise.all([
    read<Hex>(site, 'RemoteExecutor', 'operationOf', [number]),
    read<Hex>(hub, 'RemoteOutbox', 'leafOf', [chain, number]),
  ])
  const wait = operation === zeroHash ? undefined : await waitOf(site, number, operation)
  const stage = stageOf({ leaf, current, expiry, confirmed: isUpToDate, wait }, now)
  switch (stage.kind) {
    case 'under way':
    case 'confirmed':
      return { ...stage, ...families }
    case 'revoked':
      return { ...stage, isKnown: isUpToDate, ...families }
    default:
      return stage
  }
}

async function waitOf(site: Site, number: bigint, operation: Hex): Promise<BatchWait> {
  const [eta, until] = await Promise.all([
    read<bigint>(site, 'TimelockController', 'getTimestamp', [operation]),
    lapseOf(site, number),
  ])
  const ending = eta === DONE ? 'executed' : eta === 0n ? 'cancelled' : undefined
  return { eta, until, ending }
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
