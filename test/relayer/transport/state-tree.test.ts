import fc from 'fast-check'
import { concatHex, type Hex, keccak256, toHex } from 'viem'
import { describe, expect, it } from 'vitest'
import { EMPTY, treeProof, treeRoot } from '../../../relayer/src/transport/state-tree.ts'

const leaf = (n: number): Hex => keccak256(toHex(n))

/** What the contracts do with a proof. */
function verify(root: Hex, index: number, start: Hex, siblings: readonly Hex[]): boolean {
  if (root === EMPTY || start === EMPTY || siblings.length > 32) return false
  if (index >= 2 ** siblings.length) return false
  return rootOf(index, start, siblings) === root
}

function rootOf(index: number, start: Hex, siblings: readonly Hex[]): Hex {
  let node = start
  for (let depth = 0; depth < 32; depth++) {
    const sibling = siblings[depth] ?? EMPTY
    const [left, right] = Math.floor(index / 2 ** depth) % 2 ? [sibling, node] : [node, sibling]
    node = left === EMPTY && right === EMPTY ? EMPTY : keccak256(concatHex([left, right]))
  }
  return node
}

describe('the state tree', () => {
  // short trees as often as tall ones
  const indices = fc
    .integer({ min: 0, max: 32 })
    .chain((height) =>
      fc.uniqueArray(fc.integer({ min: 0, max: 2 ** height - 1 }), { minLength: 1, maxLength: 12 }),
    )

  it('proves every leaf, and no other', () => {
    fc.assert(
      fc.property(indices, (list) => {
        const leaves = new Map(list.map((index) => [index, leaf(index)]))
        const root = treeRoot(leaves)
        for (const index of list) {
          const proof = treeProof(leaves, index)
          expect(verify(root, index, leaf(index), proof)).toBe(true)
          expect(verify(root, index, leaf(index + 1), proof)).toBe(false)
          expect(verify(root, (index ^ 1) >>> 0, leaf(index), proof)).toBe(false)
        }
      }),
      { numRuns: 20 },
    )
  })

  it('proves with as many siblings as there are levels in use', () => {
    const lengths = [0, 1, 2, 5, 65_535, 65_536, 2 ** 32 - 1].map((last) => {
      const leaves = new Map([0, last].map((index) => [index, leaf(index)]))
      return treeProof(leaves, 0).length
    })
    expect(lengths).toEqual([0, 1, 2, 3, 16, 17, 32])
  })

  it('proves that an index has no leaf, beyond what has grown too', () => {
    const verifyEmpty = (leaves: Map<number, Hex>, index: number) => {
      const siblings = treeProof(leaves, index)
      expect(index).toBeLessThan(2 ** siblings.length)
      return rootOf(index, EMPTY, siblings) === treeRoot(leaves)
    }
    fc.assert(
      fc.property(indices, fc.integer({ min: 0, max: 2 ** 32 - 1 }), (list, asked) => {
        const leaves = new Map(list.map((index) => [index, leaf(index)]))
        for (const index of list) expect(verifyEmpty(leaves, index)).toBe(false)
        expect(verifyEmpty(leaves, asked)).toBe(!leaves.has(asked))
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
