// SPDX-License-Identifier: MIT
import { iSpokeVaultAbi } from '@gimbal/contracts'
import { encodeFunctionData } from 'viem'
import type { Intent } from '../chain/intent.ts'
import { GimbalError } from '../errors.ts'
import type { FundEntry } from '../transport/leaf-hash.ts'
import { fundLeaves } from '../transport/proofs.ts'
import { treeProof, treeRoot } from '../transport/state-tree.ts'
import { quoteHeld, transitOf } from '../transport/transit.ts'
import type { SpokeWorld, World } from './world.ts'

const GAS = 1_800_000n

/** Leaf index of a book in the trees of a spoke; the hub gives it out. */
export type IndexOf = (spoke: number, book: bigint) => Promise<number>

function isLive({ head, state }: SpokeWorld): boolean {
  const end = Math.min(state.leaseEnd, state.arrival + (state.config?.terms.maxLease ?? 0))
  return head.time < end
}

/** Less than this part of what was asked for is not worth a message. */
const DUST = 1_000n

type Action = keyof typeof PURPOSE

const PURPOSE = { credit: 'credit', returnQuote: 'return', refund: 'refund' } as const

/** What arrived is credited before what expired goes home: the pool serves both, and the hedge needs the one. */
function wants(spoke: SpokeWorld, entry: FundEntry): Action | undefined {
  const { book, recalled } = entry
  const { ledgers, expired, pool } = spoke.state
  const ledger = ledgers.get(book)
  const { creditable, refundable } = transitOf(entry, ledger, expired.get(book))
  if (pool > 0n && creditable > 0n) return 'credit'
  if (pool > 0n && refundable > 0n) return 'refund'
  if (!ledger || !isLive(spoke)) return undefined
  const asked = recalled - ledger.sent
  return asked > 0n && quoteHeld(ledger) * DUST > asked ? 'returnQuote' : undefined
}

/** Credits what arrived and sends back what was recalled or expired, by proof under the funding root in force. */
export async function creditDuty({ spokes }: World, indexOf: IndexOf): Promise<readonly Intent[]> {
  const intents: Intent[] = []
  for (const spoke of spokes) {
    const epoch = spoke.hubSide.epochs.get(spoke.state.epoch)
    if (!epoch) continue
    const due = [...epoch.funds.values()].flatMap((entry) => {
      const action = wants(spoke, entry)
      return action ? [{ entry, action }] : []
    })
    if (due.length === 0) continue
    const indices = new Map<bigint, number>()
    for (const book of epoch.funds.keys()) indices.set(book, await indexOf(spoke.id, book))
    const leaves = fundLeaves(epoch, (book) => indices.get(book)!)
    if (treeRoot(leaves) !== epoch.heartbeat.fundRoot) {
      throw new GimbalError('the funding entries seen do not make the root in force', {
        facts: { spoke: spoke.id, epoch: spoke.state.epoch },
      })
    }
    for (const { entry, action } of due) {
      const index = indices.get(entry.book)!
      intents.push({
        chain: spoke.id,
        key: `${action}:${spoke.id}:${entry.book}`,
        purpose: PURPOSE[action],
        to: spoke.agent.config.spoke.spokeVault,
        data: encodeFunctionData({
          abi: iSpokeVaultAbi,
          functionName: action,
          args: [entry, index, treeProof(leaves, index)],
        }),
        gas: GAS,
      })
    }
  }
  return intents
}
