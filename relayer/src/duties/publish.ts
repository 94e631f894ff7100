// SPDX-License-Identifier: MIT
import { iAllocationBookAbi, iMandateBookAbi } from '@gimbal/contracts'
import { encodeFunctionData } from 'viem'
import type { Intent } from '../chain/intent.ts'
import type { HubBook } from '../transport/hub-state.ts'
import type { World } from './world.ts'

/** A body is built and hashed, and the book assessed over every scenario: nearly all of it goes with the number of series. */
const GAS_BASE = 1_500_000n
const GAS_SERIES = 900_000n

/** Gas that assessing a book and publishing its bodies may take. */
export function publishingGas(book: HubBook | undefined): bigint {
  return GAS_BASE + GAS_SERIES * BigInt(book?.positions.size ?? 0)
}

function intent({ config, hubState }: World, book: HubBook): Intent {
  const { id } = book
  const spokes = [...hubState.spokes].filter(([, { allocations }]) => allocations.has(id))
  return {
    chain: config.hub,
    key: `publish:${id}`,
    purpose: 'publish',
    to: config.hubContracts.mandateBook,
    data: encodeFunctionData({ abi: iMandateBookAbi, functionName: 'publish', args: [id] }),
    gas: publishingGas(book),
    changes: spokes.length > 0 ? spokes.map(([spoke]) => spoke) : [config.hub],
  }
}

/**
 * The hub takes an unreported hedge to lie between the last proven position and the targets of the body published last. A
 * trade that it has not seen yet is therefore proven before its body is replaced, unless messages are slower than that.
 */
function awaitsProof({ config, spokes }: World, book: bigint): boolean {
  return spokes.some(({ state, hubSide, head }) => {
    const ledger = state.ledgers.get(book)
    const proven = hubSide.proven.get(book)?.ledger
    const traded = state.tradedAt.get(book) ?? 0
    if (!ledger || head.time - traded > config.policy.resendAfter) return false
    return ledger.bought !== (proven?.bought ?? 0n) || ledger.sold !== (proven?.sold ?? 0n)
  })
}

/** New bodies for books whose positions changed (the first one places a book on the hub's own chain), and for those that a review found out of date. */
export function publishDuty(world: World, outdated: ReadonlySet<bigint>): readonly Intent[] {
  return [...world.hubState.books.values()]
    .filter(({ id, hedged, dirty }) => hedged && (dirty || outdated.has(id)) && !awaitsProof(world, id))
    .map((book) => intent(world, book))
}

/** Second halves of moves whose growing side has reported that it carries the growth. */
export function completeMoveDuty({ config, hubState }: World): readonly Intent[] {
  return [...hubState.moves]
    .filter(([, { to, epoch }]) => (hubState.spokes.get(to)?.report?.epoch ?? 0n) >= epoch)
    .map(([book]) => ({
      chain: config.hub,
      key: `move:${book}`,
      purpose: 'move',
      to: config.hubContracts.allocationBook,
      data: encodeFunctionData({ abi: iAllocationBookAbi, functionName: 'completeMove', args: [book] }),
      gas: publishingGas(hubState.books.get(book)),
    }))
}
