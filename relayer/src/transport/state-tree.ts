// SPDX-License-Identifier: MIT
import { concatHex, type Hex, keccak256 } from 'viem'

const DEPTH = 32
/** An empty leaf, and the parent of two of them. */
export const EMPTY: Hex = `0x${'00'.repeat(32)}`

/** Leaves by index, a uint32; all others are empty. */
export type Leaves = ReadonlyMap<number, Hex>

function parent(left: Hex, right: Hex): Hex {
  return left === EMPTY && right === EMPTY ? EMPTY : keccak256(concatHex([left, right]))
}

/** Levels that hold more than their left-most node, so that every index, `last` too, lies below 2^height. */
function heightOf(leaves: Leaves, last: number): number {
  for (const index of leaves.keys()) last = Math.max(last, index)
  return last === 0 ? 0 : 32 - Math.clz32(last)
}

/** Levels from the leaves up to the lowest that has one node; each holds its non-empty nodes. */
function levels(leaves: Leaves, last = 0): readonly ReadonlyMap<number, Hex>[] {
  const all: ReadonlyMap<number, Hex>[] = [leaves]
  const height = heightOf(leaves, last)
  for (let level = 0; level < height; level++) {
    const below = all[level]!
    const above = new Map<number, Hex>()
    for (const index of below.keys()) {
      const at = index >>> 1
      if (!above.has(at)) above.set(at, parent(below.get(2 * at) ?? EMPTY, below.get(2 * at + 1) ?? EMPTY))
    }
    all.push(above)
  }
  return all
}

/** Root over all 32 levels, as the contracts have it; empty when no leaf is set. */
export function treeRoot(leaves: Leaves): Hex {
  const all = levels(leaves)
  let node = all.at(-1)!.get(0) ?? EMPTY
  for (let level = all.length - 1; level < DEPTH; level++) node = parent(node, EMPTY)
  return node
}

/**
 * Siblings from the leaf upwards as far as the tree has grown, or would have with a leaf there; the contracts take those above
 * for empty. Of an index without a leaf it proves that.
 */
export function treeProof(leaves: Leaves, index: number): readonly Hex[] {
  return levels(leaves, index)
    .slice(0, -1)
    .map((level, depth) => level.get(((index >>> depth) ^ 1) >>> 0) ?? EMPTY)
}
