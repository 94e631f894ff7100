import { artifact } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { getAbiItem, type Hex } from 'viem'
import type { Context } from '../actions/call.ts'
import { unpackKey } from '../parameter/key.ts'
import { formatQuantity } from '../units/quantity.ts'

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
  readonly transaction: Hex
}

const PATHS = ['vote', 'steward', 'guardian'] as const

/** Every change of governed numbers since the deployment, oldest first; `filter` takes those whose name begins with it. */
export async function readChanges({ network, names }: Context, filter = ''): Promise<readonly PastChange[]> {
  const { hub, sites } = network
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
    const { field, market, spoke, venue } = unpackKey(args.key)
    const known = names.markets.find(({ id }) => id === market)
    const site = sites.find(({ deployment }) => deployment.chainId === spoke)
    const symbols = (known ?? names.markets[0])?.symbols
    const shown = (amount: bigint): string => formatQuantity(amount, field?.unit ?? 'count', symbols)
    return {
      time: times.get(blockNumber) ?? 0n,
      name: field === undefined ? args.key : `${field.familyName}.${field.name}`,
      ...(known === undefined ? {} : { market: known.name }),
      ...(site === undefined ? {} : { spoke: site.deployment.name }),
      ...(venue === 0 ? {} : { venue }),
      old: shown(args.old),
      value: shown(args.value),
      path: PATHS[args.path] ?? 'vote',
      actor: args.actor,
      transaction: transactionHash,
    }
  })
  return all.filter(({ name }) => name.startsWith(filter))
}
