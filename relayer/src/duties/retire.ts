// SPDX-License-Identifier: MIT
import { iAllocationBookAbi } from '@gimbal/contracts'
import { encodeFunctionData, type Hex } from 'viem'
import type { Intent } from '../chain/intent.ts'
import type { Decimals } from '../hedge/evaluate.ts'
import { fromNative, fromWad } from '../hedge/wad.ts'
import type { HubBook } from '../transport/hub-state.ts'
import { treeProof } from '../transport/state-tree.ts'
import { quoteHeld, transitOf } from '../transport/transit.ts'
import type { IndexOf } from './credit.ts'
import { publishingGas } from './publish.ts'
import { reportedLeaves } from './report.ts'
import { isDead, isSilent } from './silence.ts'
import type { SpokeWorld, World } from './world.ts'

/** A leaf on a spoke where the book never was. */
const GAS_PLACE = 500_000n

/** What a book has on a spoke to hedge with: its quote, there or on its way, and its inventory at the price. */
function fundingOf(world: World, { state, hubSide }: SpokeWorld, book: HubBook, decimals: Decimals): number {
  const ledger = state.ledgers.get(book.id)
  const entry = hubSide.funds.get(book.id)
  const transit = entry ? transitOf(entry, ledger, state.expired.get(book.id)).creditable : 0n
  const quote = ledger ? quoteHeld(ledger) : 0n
  const base = ledger ? ledger.bought - ledger.sold : 0n
  const spot = world.prices.get(book.market)?.price ?? 0n
  return fromNative(quote + transit, decimals.quote) + fromNative(base, decimals.base) * fromWad(spot)
}

/** Whether a spoke could take over now: heard of, believed, under a lease, not paused, and listing the market. */
function canTake({ hubHead }: World, spoke: SpokeWorld, market: number): boolean {
  const { state, hubSide, head, agent } = spoke
  return (
    agent.trouble() === undefined &&
    !isSilent({ hubHead }, spoke) &&
    !hubSide.quarantined &&
    head.time < state.leaseEnd &&
    head.time >= state.pausedUntil &&
    (state.config?.markets.some((listed) => listed.market === market) ?? false)
  )
}

/** The live spoke with the best funding of the book; the hub's own when nobody has any, since no bridge stands before it. */
function heirOf(world: World, book: HubBook, decimals: Decimals): SpokeWorld | undefined {
  let best: { readonly spoke: SpokeWorld; readonly funding: number } | undefined
  for (const spoke of world.spokes) {
    if (!canTake(world, spoke, book.market)) continue
    const funding = fundingOf(world, spoke, book, decimals)
    const isBetter = !best || funding > best.funding
    const isHome = spoke.id === world.config.hub && funding === best?.funding
    if (isBetter || isHome) best = { spoke, funding }
  }
  return best?.spoke
}

/** What shows the hub how much base a dead spoke holds for a book: nothing but its proven ledger, or the proof that it has none. */
async function lastWordOn(
  spoke: SpokeWorld,
  book: bigint,
  indexOf: IndexOf,
): Promise<{ readonly absence: readonly Hex[] } | undefined> {
  const { report, proven, funds } = spoke.hubSide
  const claim = proven.get(book)
  if (claim) return claim.sequence === report?.sequence ? { absence: [] } : undefined
  if (!report || !funds.get(book)?.sent) return { absence: [] }
  const ledgers = spoke.state.reported.get(report.sequence)
  if (!ledgers || ledgers.has(book)) return undefined
  const leaves = await reportedLeaves(spoke.id, report, ledgers, indexOf)
  return { absence: treeProof(leaves, await indexOf(spoke.id, book)) }
}

/**
 * Moves the gamma of books away from a spoke that is dead, once what it reported last is proven, be it that it had nothing:
 * that becomes an offset there, and the rest of the target the next spoke's. The contract looks at all of it again.
 */
export async function retireDuty(
  world: World,
  decimals: Decimals,
  indexOf: IndexOf,
): Promise<readonly Intent[]> {
  const { config, hubState } = world
  const retired = new Set<bigint>()
  const intents: Intent[] = []
  for (const dead of world.spokes.filter((spoke) => isDead(world, spoke))) {
    for (const [id, { share }] of dead.hubSide.allocations) {
      const book = hubState.books.get(id)
      if (share === 0n || !book || retired.has(id)) continue
      const word = await lastWordOn(dead, id, indexOf)
      if (!word) continue
      const heir = heirOf(world, book, decimals)
      if (!heir) continue
      retired.add(id)
      intents.push({
        chain: config.hub,
        key: `retire:${dead.id}:${id}`,
        purpose: 'retire',
        to: config.hubContracts.allocationBook,
        data: encodeFunctionData({
          abi: iAllocationBookAbi,
          functionName: 'retireDead',
          args: [id, BigInt(dead.id), BigInt(heir.id), word.absence],
        }),
        gas: publishingGas(book) + GAS_PLACE,
        changes: [dead.id, heir.id],
      })
    }
  }
  return intents
}
