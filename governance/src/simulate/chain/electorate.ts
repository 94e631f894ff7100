import { artifact } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { type Address, encodeFunctionData, getAbiItem, isAddressEqual } from 'viem'
import { NetworkError, read } from '../../network/network.ts'
import type { Fork } from './fork.ts'

/**
 * The largest holders that carry a vote together, made to vote for themselves: a simulation asks what a proposal does once it
 * is passed, not whether it will be.
 */
export async function gatherVoters(hub: Fork): Promise<readonly Address[]> {
  const { site } = hub
  const token = addressOf(site.deployment, 'GimbalToken')
  const timelock = addressOf(site.deployment, 'Timelock')
  const { abi } = artifact('GimbalToken')
  const transfers = await site.client.getLogs({
    address: token,
    event: getAbiItem({ abi, name: 'Transfer' }),
    fromBlock: BigInt(site.deployment.startBlock),
    strict: true,
  })
  const balances = new Map<Address, bigint>()
  for (const { args } of transfers) {
    balances.set(args.from, (balances.get(args.from) ?? 0n) - args.value)
    balances.set(args.to, (balances.get(args.to) ?? 0n) + args.value)
  }
  const need = await read<bigint>(site, 'GimbalGovernor', 'quorum', [(await hub.now()) - 1n])
  const voters: Address[] = []
  let gathered = 0n
  const largest = [...balances].toSorted(([a, one], [b, other]) =>
    one === other ? (a < b ? -1 : 1) : one > other ? -1 : 1,
  )
  for (const [holder, balance] of largest) {
    if (gathered >= need || balance <= 0n) break
    // It votes only by a vote, and whoever sends here is given coins, of which it pays calls.
    if (isAddressEqual(holder, timelock)) continue
    const data = encodeFunctionData({ abi, functionName: 'delegate', args: [holder] })
    const ending = await hub.send(holder, token, data)
    if (!ending.ok) continue
    voters.push(holder)
    gathered += balance
  }
  if (gathered < need)
    throw new NetworkError(`all holders together have ${gathered} of ${need} votes of a quorum`)
  return voters
}
