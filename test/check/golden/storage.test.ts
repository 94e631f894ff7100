import { describe, expect, it } from 'vitest'
import { brokenNamespaces } from './storage.ts'

const before = { Books: { 'erc7201:gimbal.Books': ['uint256 cash', 'address owner'] } }

describe('P12: kept storage', () => {
  it('may grow at the end of a namespace', () => {
    const after = { Books: { 'erc7201:gimbal.Books': ['uint256 cash', 'address owner', 'bool open'] } }
    expect(brokenNamespaces(before, after)).toEqual([])
  })

  it.each([
    ['a member that went', ['uint256 cash']],
    ['a member put before another', ['bool open', 'uint256 cash', 'address owner']],
    ['another type', ['uint128 cash', 'address owner']],
  ])('is broken by %s', (_, members) => {
    expect(brokenNamespaces(before, { Books: { 'erc7201:gimbal.Books': members } })).toEqual([
      'Books erc7201:gimbal.Books',
    ])
  })

  it('is broken by a namespace that went', () => {
    expect(brokenNamespaces(before, {})).toHaveLength(1)
  })
})
