import { artifact } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { getAbiItem, type Hex } from 'viem'
import type { Context } from '../actions/call.ts'
import { proposalsByOperation } from '../lifecycle/operations.ts'
import { fieldsNamed } from '../parameter/key.ts'
import { nameKey } from '../parameter/place-of-key.ts'

export type PastChange = {
  readonly time: bigint
  readonly name: string
  readonly market?: string
  readonly spoke?: string
  readonly venue?: number
  readonly old: string
  readonly value: string
  /** By which path; what the admin has set without a proposal is the deployment's. */
  readonly path: 'vote' | 'steward' | 'guardian' | 'deployment'
  /** Number of the proposal that was voted. */
  readonly proposal?: number
  readonly actor: Hex
  /** As the event names it: of the timelock, the steward's step, or the guardian's. */
  readonly operation: Hex
  readonly transaction: Hex
}

const PATHS = ['vote', 'steward', 'guardian'] as const

/** Every change of governed numbers since the deployment, oldest first; `filter` takes those whose name begins with it. */
export async function readChanges(context: Context, filter = ''): Promise<readonly PastChange[]> {
  const { hub } = context.network
  const names = new Set(fieldsNamed(filter).map(({ familyName, name }) => `${familyName}.${name}`))
  const proposals = await proposalsByOperation(hub)
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
    const path = PATHS[args.path] ?? 'vote'
    const proposal = path === 'vote' ? proposals.get(args.operation)?.number : undefined
    return {
      time: times.get(blockNumber) ?? 0n,
      name,
      ...where,
      old: shown(args.old),
      value: shown(args.value),
      path: path === 'vote' && proposal === undefined ? 'deployment' : path,
      ...(proposal === undefined ? {} : { proposal }),
      actor: args.actor,
      operation: args.operation,
      transaction: transactionHash,
    }
  })
  return filter === '' ? all : all.filter(({ name }) => names.has(name))
}
