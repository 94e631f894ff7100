import { artifact } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { encodeFunctionData, type Hex, zeroHash } from 'viem'
import { read, type Site } from '../network/network.ts'
import { lapseOf, type SentBatch } from './batches.ts'

/** The operation of a batch as the executor has scheduled it: its own call comes first, so that a batch can lapse. */
export async function operationOf(site: Site, { batch, leaf }: SentBatch): Promise<readonly unknown[]> {
  const { number, follows, calls } = batch
  const executor = addressOf(site.deployment, 'RemoteExecutor')
  const [until, predecessor] = await Promise.all([
    lapseOf(site, number),
    follows === 0n ? zeroHash : read<Hex>(site, 'RemoteExecutor', 'operationOf', [follows]),
  ])
  const first = encodeFunctionData({
    abi: artifact('RemoteExecutor').abi,
    functionName: 'begin',
    args: [number, until],
  })
  const all = [{ target: executor, data: first }, ...calls]
  return [all.map(({ target }) => target), all.map(() => 0n), all.map(({ data }) => data), predecessor, leaf]
}
