import { describe, expect, it } from 'vitest'
import { gapBetween, type Venue } from '../../governance/src/venue/gap.ts'

const [ACTIVE, SUSPENDED, RETIRED] = [1, 2, 3]
const adapter = `0x${'a1'.repeat(20)}` as const

function venue(id: number, clip: bigint, more: Partial<Venue> = {}): Venue {
  const pool = `0x${String(id).padStart(40, '0')}` as const
  return { id, adapter, pool, kind: 1, status: ACTIVE, clip, ...more }
}

const off = (id: number, clip: bigint) => venue(id, clip, { status: SUSPENDED })
const both = [venue(21, 5n), venue(22, 1n)]

describe('what a spoke does without while a config waits there', () => {
  it.each([
    ['a venue for another', [venue(21, 5n), off(22, 1n), venue(23, 2n)], [22], [23], [6n, 5n, 7n]],
    ['a venue for a larger clip of another', [venue(21, 6n), off(22, 1n)], [22], [21], [6n, 5n, 6n]],
    ['one clip for another', [venue(21, 4n), venue(22, 2n)], [21], [22], [6n, 5n, 6n]],
    ['a pool under the same id', [venue(21, 5n, { pool: adapter }), venue(22, 1n)], [21], [21], [6n, 1n, 6n]],
    ['all that there is', [off(21, 5n), off(22, 1n), venue(23, 3n)], [21, 22], [23], [6n, 0n, 3n]],
    ['a venue that is gone from the list', [venue(21, 5n), venue(23, 1n)], [22], [23], [6n, 5n, 6n]],
  ] as const)('is named where a vote gives %s', (_, after, stops, waits, [before, meanwhile, then]) => {
    expect(gapBetween(both, after)).toEqual({
      stops,
      waits,
      clips: { before, meanwhile, after: then },
    })
  })

  it.each([
    ['nothing changes', both],
    ['a venue is added', [...both, venue(23, 2n)]],
    ['one is suspended', [venue(21, 5n), off(22, 1n)]],
    [
      'one is retired and one is listed that does not trade',
      [venue(21, 5n), venue(22, 1n, { status: RETIRED }), off(23, 4n)],
    ],
    ['a clip falls', [venue(21, 4n), venue(22, 1n)]],
    ['a clip rises', [venue(21, 9n), venue(22, 1n)]],
  ])('is nothing where %s', (_, after) => {
    expect(gapBetween(both, after)).toBeUndefined()
  })

  it('is nothing on a spoke that trades nowhere yet', () => {
    expect(gapBetween([], both)).toBeUndefined()
  })
})
