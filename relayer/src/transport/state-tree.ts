// SPDX-License-Identifier: MIT
import { concatHex, type Hex, keccak256 } from 'viem'

const DEPTH = 16
/** An empty leaf, and the parent of two of them. */
export const EMPTY: Hex = `0x${'00'.repeat(32)}`

/** Leaves by index; the rest of the 65,536 are empty. */
export type Leaves = ReadonlyMap<number, Hex>

function parent(left: Hex, right: Hex): Hex {
  return left === EMPTY && right === EMPTY ? EMPTY : keccak256(concatHex([left, right]))
}

/** Levels from the leaves up to the root; each holds its non-empty nodes. */
function levels(leaves: Leaves): readonly ReadonlyMap<number, Hex>[] {
  const all: ReadonlyMap<number, Hex>[] = [leaves]
  for (let depth = 0; depth < DEPTH; depth++) {
    const below = all[depth]!
    const above = new Map<number, Hex>()
    for (const index of below.keys()) {
      const at = index >> 1
      if (!above.has(at)) above.set(at, parent(below.get(2 * at) ?? EMPTY, below.get(2 * at + 1) ?? EMPTY))
    }
    all.push(above)
  }
  return all
}

/** Root of the fixed-depth tree of the contracts; empty when no leaf is set. */
export function treeRoot(leaves: Leaves): Hex {
  return levels(leaves)[DEPTH]!.get(0) ?? EMPTY
}

/** Siblings from the leaf upwards, as the contracts verify them. */
export function treeProof(leaves: Leaves, index: number): readonly Hex[] {
  return levels(leaves)
    .slice(0, DEPTH)
    .map((level, depth) => level.get((index >> depth) ^ 1) ?? EMPTY)
}
