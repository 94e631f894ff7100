// SPDX-License-Identifier: MIT
import { iMandateBookAbi } from '@gimbal/contracts'
import { encodeFunctionData } from 'viem'
import type { Intent } from '../chain/intent.ts'
import type { HubBook } from '../transport/hub-state.ts'
import type { World } from './world.ts'

/** A body is built and hashed on chain: most of it goes with the number of series. */
const GAS_BASE = 2_000_000n
const GAS_SERIES = 300_000n

function intent({ config }: World, { id, positions }: HubBook): Intent {
  return {
    chain: config.hub,
    key: `publish:${id}`,
    purpose: 'publish',
    to: config.hubContracts.mandateBook,
    data: encodeFunctionData({ abi: iMandateBookAbi, functionName: 'publish', args: [id] }),
    gas: GAS_BASE + GAS_SERIES * BigInt(positions.size),
  }
}

/** New bodies for books whose positions changed, and for those that a review found out of date. */
export function publishDuty(world: World, outdated: ReadonlySet<bigint>): readonly Intent[] {
  const { books, spokes } = world.hubState
  const placed = (book: bigint) => [...spokes.values()].some(({ shares }) => shares.has(book))
  return [...books.values()]
    .filter(({ id, hedged, dirty }) => hedged && (dirty || outdated.has(id)) && placed(id))
    .map((book) => intent(world, book))
}
