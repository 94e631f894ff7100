import type { Hex } from 'viem'
import { type Network, read, type Site } from '../network/network.ts'
import { waitingOn } from './waiting.ts'

/** From when on anyone may cancel what falls due at `eta`. */
export async function overdueFrom(hub: Site, eta: bigint): Promise<bigint> {
  return eta + (await read<bigint>(hub, 'GimbalTimelock', 'LIFE'))
}

/** The operation of a proposal that nobody has executed in time; undefined if there is none. */
export async function overdueOperation({ hub }: Network, proposal: bigint): Promise<Hex | undefined> {
  const [waiting, { timestamp }] = await Promise.all([waitingOn(hub), hub.client.getBlock()])
  const found = waiting.find((each) => each.proposal === proposal)
  if (found === undefined) return undefined
  return timestamp >= (await overdueFrom(hub, found.eta)) ? found.operation : undefined
}
