// SPDX-License-Identifier: MIT
import { iRemoteExecutorAbi, timelockControllerAbi } from '@gimbal/contracts'
import { encodeFunctionData, size, zeroHash } from 'viem'
import type { Intent } from '../chain/intent.ts'
import type { SpokeContracts } from '../config/schema.ts'
import { batchOperation } from '../transport/batch-operation.ts'
import { batchProgress, type Turn } from '../transport/batch-progress.ts'
import { indexOfBatch, type SentBatch } from '../transport/outbox.ts'
import { treeProof } from '../transport/state-tree.ts'
import type { SpokeWorld, World } from './world.ts'

/** Nearly all of it goes with the length of the batch; 120 kilobytes take 4.0 million, held in RemoteGas.t.sol. */
const GAS_SCHEDULE = 500_000n
const GAS_SCHEDULE_BYTE = 50n
/** What a batch calls is anything that was voted: as much as fits into one transaction where these are bounded (EIP-7825). */
const GAS_EXECUTE = 16_777_216n

type Remote = NonNullable<SpokeContracts['remote']>

/**
 * Batches whose root a spoke has confirmed are put into its timelock, and executed there once their wait is over, each after
 * the one it follows. What is revoked, expired, cancelled or lapsed is left alone.
 */
export function carryBatchesDuty({ hubHead, spokes }: World): readonly Intent[] {
  return spokes.flatMap((spoke): readonly Intent[] => {
    const { agent, head, state, hubSide, id } = spoke
    const { remote } = agent.config.spoke
    if (!remote) return []
    const all = batchProgress(hubSide.outbox, state.inbox, { hub: hubHead.time, spoke: head.time })
    return all.flatMap(({ sent, due }): readonly Intent[] => {
      if (!due || due.turn === 'root') return []
      const key = `${due.turn}:${id}:${sent.batch.number}`
      return [{ chain: id, key, purpose: 'batch', ...ACT[due.turn](spoke, remote, sent) }]
    })
  })
}

type Act = Pick<Intent, 'to' | 'data' | 'gas'>

const ACT = { schedule, execute } satisfies Record<Exclude<Turn, 'root'>, unknown>

function schedule({ hubSide, state }: SpokeWorld, { executor }: Remote, { batch }: SentBatch): Act {
  const { leaves } = hubSide.outbox.roots.get(state.inbox.epoch)!
  const data = encodeFunctionData({
    abi: iRemoteExecutorAbi,
    functionName: 'schedule',
    args: [batch, treeProof(leaves, indexOfBatch(batch.number))],
  })
  return { to: executor, data, gas: GAS_SCHEDULE + GAS_SCHEDULE_BYTE * BigInt(size(data)) }
}

function execute({ state: { inbox } }: SpokeWorld, remote: Remote, { batch, leaf }: SentBatch): Act {
  const { executor, timelock } = remote
  const { until } = inbox.taken.get(batch.number)!
  const predecessor = inbox.taken.get(batch.follows)?.operation ?? zeroHash
  const data = encodeFunctionData({
    abi: timelockControllerAbi,
    functionName: 'executeBatch',
    args: batchOperation({ batch, leaf, executor, until, predecessor }),
  })
  return { to: timelock, data, gas: GAS_EXECUTE }
}
