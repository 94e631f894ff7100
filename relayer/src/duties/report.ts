// SPDX-License-Identifier: MIT
import { iFundingAbi, iMandateBookAbi, iSpokeVaultAbi } from '@gimbal/contracts'
import { encodeFunctionData } from 'viem'
import type { Intent } from '../chain/intent.ts'
import { GimbalError } from '../errors.ts'
import type { Report } from '../transport/hub-state.ts'
import type { Ledger } from '../transport/leaf-hash.ts'
import { ledgerLeaves } from '../transport/proofs.ts'
import { type Leaves, treeProof, treeRoot } from '../transport/state-tree.ts'
import type { IndexOf } from './credit.ts'
import { isSilent } from './silence.ts'
import type { SpokeWorld, World } from './world.ts'

const GAS_REPORT = 1_500_000n
const GAS_PROVE = 1_000_000n
const GAS_COLLECT = 500_000n

/** Reports: soon after a ledger changed, and regularly well before the last one is too old for new risk. */
export function reportDuty({ config, spokes }: World): readonly Intent[] {
  const due = ({ state, head }: SpokeWorld) => {
    const { changedSince, lastReport, config: terms, epoch } = state
    if (epoch === 0n || !terms) return false
    if (!lastReport) return true
    // the hub sends no epoch that outruns what the spoke is known to have
    if (2n * (epoch - lastReport.epoch) >= BigInt(terms.terms.maxEpochJump)) return true
    if (changedSince !== undefined && head.time - changedSince >= config.policy.reportDelay) return true
    return head.time - Number(lastReport.time) >= config.policy.reportAt * terms.terms.reportAge
  }
  return spokes.filter(due).map(({ id, agent }) => ({
    chain: id,
    key: `report:${id}`,
    purpose: 'report',
    to: agent.config.spoke.spokeVault,
    data: encodeFunctionData({ abi: iSpokeVaultAbi, functionName: 'report' }),
    gas: GAS_REPORT,
  }))
}

function same(a: Ledger, b: Ledger | undefined): boolean {
  return (
    b !== undefined &&
    a.received === b.received &&
    a.sent === b.sent &&
    a.bought === b.bought &&
    a.sold === b.sold &&
    a.paid === b.paid &&
    a.got === b.got &&
    a.refunded === b.refunded &&
    a.bridgeFees === b.bridgeFees
  )
}

/** The tree that a report of a spoke is the root of. */
export async function reportedLeaves(
  spoke: number,
  report: Report,
  ledgers: ReadonlyMap<bigint, Ledger>,
  indexOf: IndexOf,
): Promise<Leaves> {
  const indices = new Map<bigint, number>()
  for (const book of ledgers.keys()) indices.set(book, await indexOf(spoke, book))
  const leaves = ledgerLeaves(ledgers, (book) => indices.get(book)!)
  if (treeRoot(leaves) === report.ledgerRoot) return leaves
  throw new GimbalError('the ledgers seen do not make the reported root', {
    facts: { spoke, sequence: report.sequence },
  })
}

/**
 * Proofs of the ledgers that the newest report changed, or whose last proof grows old. Of a spoke that has fallen silent, all:
 * what it said last is what its books go on from.
 */
export async function proveDuty(
  { config, hubState, hubHead, spokes }: World,
  indexOf: IndexOf,
): Promise<readonly Intent[]> {
  const intents: Intent[] = []
  for (const spoke of spokes) {
    const { id, state, hubSide } = spoke
    const { report, proven, quarantined } = hubSide
    const ledgers = report && state.reported.get(report.sequence)
    if (!report || !ledgers || quarantined) continue
    const isLastWord = isSilent({ hubHead }, spoke)
    const stale = ({ book }: Ledger) => {
      const last = proven.get(book)
      return !last || isLastWord || report.sequence - last.sequence >= 4n
    }
    const due = [...ledgers.values()].filter(
      (ledger) =>
        hubState.books.has(ledger.book) &&
        proven.get(ledger.book)?.sequence !== report.sequence &&
        (!same(ledger, proven.get(ledger.book)?.ledger) || stale(ledger)),
    )
    if (due.length === 0) continue
    const leaves = await reportedLeaves(id, report, ledgers, indexOf)
    for (const ledger of due) {
      const index = await indexOf(id, ledger.book)
      intents.push({
        chain: config.hub,
        key: `prove:${id}:${ledger.book}`,
        purpose: 'prove',
        to: config.hubContracts.mandateBook,
        data: encodeFunctionData({
          abi: iMandateBookAbi,
          functionName: 'prove',
          args: [BigInt(id), ledger, index, treeProof(leaves, index)],
        }),
        gas: GAS_PROVE,
      })
    }
  }
  return intents
}

/** Quote that came home and belongs to a book by its proven ledger. */
export function collectDuty({ config, spokes }: World): readonly Intent[] {
  return spokes.flatMap(({ id, hubSide }) =>
    [...hubSide.proven]
      .filter(
        ([book, { ledger }]) =>
          hubSide.pool > 0n && ledger.sent + ledger.refunded > (hubSide.collected.get(book) ?? 0n),
      )
      .map(([book]) => ({
        chain: config.hub,
        key: `collect:${id}:${book}`,
        purpose: 'collect',
        to: config.hubContracts.funding,
        data: encodeFunctionData({
          abi: iFundingAbi,
          functionName: 'collect',
          args: [book, BigInt(id)],
        }),
        gas: GAS_COLLECT,
      })),
  )
}
