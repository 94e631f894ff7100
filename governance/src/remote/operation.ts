import { addressOf } from '@gimbal/contracts/deploy'
import { batchOperation } from '@gimbal/relayer/batch-operation'
import { type Hex, zeroHash } from 'viem'
import { read, type Site } from '../network/network.ts'
import { lapseOf, type SentBatch } from './batches.ts'

/** The operation of a batch as the executor has scheduled it. */
export async function operationOf(site: Site, { batch, leaf }: SentBatch): Promise<readonly unknown[]> {
  const { number, follows } = batch
  const executor = addressOf(site.deployment, 'RemoteExecutor')
  const [until, predecessor] = await Promise.all([
    lapseOf(site, number),
    follows === 0n ? zeroHash : read<Hex>(site, 'RemoteExecutor', 'operationOf', [follows]),
  ])
  return batchOperation({ batch, leaf, executor, until, predecessor })
}
