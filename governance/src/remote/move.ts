import { artifact, type ContractName } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { type Abi, encodeFunctionData, type Hex } from 'viem'
import { type Network, nameOf, read } from '../network/network.ts'
import type { SentBatch } from './batches.ts'
import { operationOf } from './operation.ts'

/** The call on its spoke that takes a batch one stage further; anyone may make it. */
export type Move = {
  readonly contract: ContractName
  readonly functionName: string
  readonly args: readonly unknown[]
  /** Once it is made. */
  readonly what: string
}

/** Nothing where no call on the spoke helps it on now. */
export async function moveOf({ hub }: Network, each: SentBatch): Promise<Move | undefined> {
  const { site, batch, stage } = each
  const { chain, number } = batch
  if (stage.kind === 'confirmed') {
    const proof = await read<readonly Hex[]>(hub, 'RemoteOutbox', 'proof', [chain, number])
    return {
      contract: 'RemoteExecutor',
      functionName: 'schedule',
      args: [batch, proof],
      what: `scheduled batch ${number}`,
    }
  }
  if (stage.kind !== 'ready') return undefined
  return {
    contract: 'TimelockController',
    functionName: 'executeBatch',
    args: await operationOf(site, each),
    what: `executed batch ${number}`,
  }
}

/** Why the spoke would refuse it now, if it would. */
export async function hindranceOf(
  network: Network,
  each: SentBatch,
  explain: (error: unknown) => Promise<string>,
): Promise<string | undefined> {
  const move = await moveOf(network, each)
  if (move === undefined) return undefined
  const { client, deployment } = each.site
  const abi: Abi = artifact(move.contract).abi
  const data = encodeFunctionData({ abi, functionName: move.functionName, args: [...move.args] })
  try {
    await client.call({ to: addressOf(deployment, nameOf(move.contract)), data })
    return undefined
  } catch (error) {
    return explain(error)
  }
}
