// SPDX-License-Identifier: MIT
import type { Hex } from 'viem'
import type { Epoch } from './hub-state.ts'
import { fundLeaf, type Ledger, ledgerLeaf } from './leaf-hash.ts'
import { type Leaves, treeProof, treeRoot } from './state-tree.ts'

interface EpochTrees {
  readonly mandates: Leaves
  readonly mandateProofs: Map<number, readonly Hex[]>
}

const trees = new WeakMap<Epoch, EpochTrees>()

function treesOf(epoch: Epoch): EpochTrees {
  let known = trees.get(epoch)
  if (!known) {
    const mandates = new Map([...epoch.mandates.values()].map(({ index, leaf }) => [index, leaf]))
    known = { mandates, mandateProofs: new Map() }
    trees.set(epoch, known)
  }
  return known
}

/** Proof of a body under the mandate root of an epoch. */
export function mandateProof(epoch: Epoch, index: number): readonly Hex[] {
  const { mandates, mandateProofs } = treesOf(epoch)
  let proof = mandateProofs.get(index)
  if (!proof) {
    proof = treeProof(mandates, index)
    mandateProofs.set(index, proof)
  }
  return proof
}

/** Whether the bodies seen are all that the epoch's root stands for. */
export function isComplete(epoch: Epoch): boolean {
  return treeRoot(treesOf(epoch).mandates) === epoch.heartbeat.mandateRoot
}

/** Leaves of the funding tree of an epoch; `indexOf` says where each book stands. */
export function fundLeaves(epoch: Epoch, indexOf: (book: bigint) => number): Leaves {
  return new Map([...epoch.funds.values()].map((entry) => [indexOf(entry.book), fundLeaf(entry)]))
}

/** Leaves of a report tree; a ledger stands where the funding entry of its book does. */
export function ledgerLeaves(
  ledgers: ReadonlyMap<bigint, Ledger>,
  indexOf: (book: bigint) => number,
): Leaves {
  return new Map([...ledgers.values()].map((ledger) => [indexOf(ledger.book), ledgerLeaf(ledger)]))
}
