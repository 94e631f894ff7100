import fc from 'fast-check'
import { concatHex, type Hex, keccak256, toHex } from 'viem'
import { describe, expect, it } from 'vitest'
import { EMPTY, treeProof, treeRoot } from '../../../relayer/src/transport/state-tree.ts'

const leaf = (n: number): Hex => keccak256(toHex(n))

/** What the contracts do with a proof. */
function verify(root: Hex, index: number, start: Hex, siblings: readonly Hex[]): boolean {
  if (root === EMPTY || start === EMPTY || siblings.length !== 16) return false
  let node = start
  siblings.forEach((sibling, depth) => {
    const [left, right] = (index >> depth) & 1 ? [sibling, node] : [node, sibling]
    node = left === EMPTY && right === EMPTY ? EMPTY : keccak256(concatHex([left, right]))
  })
  return node === root
}

describe('the state tree', () => {
  const indices = fc.uniqueArray(fc.integer({ min: 0, max: 65_535 }), { minLength: 1, maxLength: 12 })

  it('proves every leaf, and no other', () => {
    fc.assert(
      fc.property(indices, (list) => {
        const leaves = new Map(list.map((index) => [index, leaf(index)]))
        const root = treeRoot(leaves)
        for (const index of list) {
          const proof = treeProof(leaves, index)
          expect(verify(root, index, leaf(index), proof)).toBe(true)
          expect(verify(root, index, leaf(index + 1), proof)).toBe(false)
          expect(verify(root, index ^ 1, leaf(index), proof)).toBe(false)
        }
      }),
      { numRuns: 20 },
    )
  })

  it('is empty without leaves', () => {
    expect(treeRoot(new Map())).toBe(EMPTY)
  })

  it('does not depend on the order of setting', () => {
    const pairs = [3, 9, 4, 60_000].map((index) => [index, leaf(index)] as const)
    expect(treeRoot(new Map(pairs))).toBe(treeRoot(new Map(pairs.toReversed())))
  })
})
