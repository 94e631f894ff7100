import { artifact } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { getAbiItem, type Hex } from 'viem'
import type { Context } from '../actions/call.ts'
import { nameKey } from '../parameter/place-of-key.ts'

export type PastChange = {
  readonly time: bigint
  readonly name: string
  readonly market?: string
  readonly spoke?: string
  readonly venue?: number
  readonly old: string
  readonly value: string
  readonly path: 'vote' | 'steward' | 'guardian'
  readonly actor: Hex
  /** What the actor named: the id of the steward's step, or the guardian's operation. */
  readonly operation: Hex
  readonly transaction: Hex
}

const PATHS = ['vote', 'steward', 'guardian'] as const

/** Every change of governed numbers since the deployment, oldest first; `filter` takes those whose name begins with it. */
export async function readChanges(context: Context, filter = ''): Promise<readonly PastChange[]> {
  const { hub } = context.network
  const logs = await hub.client.getLogs({
    address: addressOf(hub.deployment, 'RiskParameters'),
    event: getAbiItem({ abi: artifact('RiskParameters').abi, name: 'ParameterChanged' }),
    fromBlock: BigInt(hub.deployment.startBlock),
    strict: true,
  })
  const times = new Map<bigint, bigint>()
  for (const { blockNumber } of logs) {
    if (times.has(blockNumber)) continue
    times.set(blockNumber, (await hub.client.getBlock({ blockNumber })).timestamp)
  }
  const all = logs.map(({ args, blockNumber, transactionHash }): PastChange => {
    const { name, where, shown } = nameKey(context, args.key)
    return {
      time: times.get(blockNumber) ?? 0n,
      name,
      ...where,
      old: shown(args.old),
      value: shown(args.value),
      path: PATHS[args.path] ?? 'vote',
      actor: args.actor,
      operation: args.operation,
      transaction: transactionHash,
    }
  })
  return all.filter(({ name }) => name.startsWith(filter))
}
