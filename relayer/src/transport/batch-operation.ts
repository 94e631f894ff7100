// SPDX-License-Identifier: MIT
import { iRemoteExecutorAbi, type timelockControllerAbi } from '@gimbal/contracts'
import { type Address, type ContractFunctionArgs, encodeFunctionData, type Hex } from 'viem'
import type { RemoteBatch } from './remote-batch.ts'

export interface ScheduledBatch {
  readonly batch: RemoteBatch
  readonly leaf: Hex
  /** Of the spoke that scheduled it. */
  readonly executor: Address
  /** Until when the executor lets it begin. */
  readonly until: bigint
  /** Operation of the batch that it follows; zero: of none. */
  readonly predecessor: Hex
}

/** What `executeBatch` of the spoke's timelock takes. The executor's own call comes first, so that a batch can lapse. */
export function batchOperation({
  batch: { number, calls },
  leaf,
  executor,
  until,
  predecessor,
}: ScheduledBatch): ContractFunctionArgs<typeof timelockControllerAbi, 'payable', 'executeBatch'> {
  const begin = encodeFunctionData({
    abi: iRemoteExecutorAbi,
    functionName: 'begin',
    args: [number, until],
  })
  const all = [{ target: executor, data: begin }, ...calls]
  return [all.map(({ target }) => target), all.map(() => 0n), all.map(({ data }) => data), predecessor, leaf]
}
