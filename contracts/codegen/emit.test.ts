import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Artifact } from './artifacts.ts'
import { camel, emit } from './emit.ts'

const denied = { type: 'error', name: 'Denied', inputs: [{ name: 'who', type: 'address' }] } as const
const books: Artifact = {
  name: 'Books',
  source: 'contracts/hub/Books.sol',
  abi: [denied],
  bytecode: '0x00',
  links: {},
}
const vault: Artifact = { ...books, name: 'Vault', source: 'contracts/spoke/Vault.sol' }

describe('camel', () => {
  it.each([
    ['Books', 'books'],
    ['IVenue', 'iVenue'],
    ['ERC1967Proxy', 'erc1967Proxy'],
    ['UniswapV3Venue', 'uniswapV3Venue'],
    ['IERC20', 'ierc20'],
  ])('turns %s into %s', (name, expected) => {
    expect(camel(name)).toBe(expected)
  })
})

describe('emit', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gimbal-emit-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('names each contract and lists a shared error once', () => {
    emit([books, vault], folder)
    const text = readFileSync(join(folder, 'abi.ts'), 'utf8')
    expect(text).toContain('export const booksAbi = ')
    const errors = /^export const errorsAbi = (.*) as const$/m.exec(text)?.[1]
    expect(JSON.parse(errors ?? 'null')).toEqual([denied])
  })

  it('removes the artifact of a contract that is gone', () => {
    emit([books, vault], folder)
    emit([books], folder)
    expect(readdirSync(join(folder, 'artifacts'))).toEqual(['Books.json'])
  })

  it('leaves an equal file untouched', () => {
    emit([books], folder)
    const before = statSync(join(folder, 'abi.ts'), { bigint: true }).mtimeNs
    emit([books], folder)
    expect(statSync(join(folder, 'abi.ts'), { bigint: true }).mtimeNs).toBe(before)
  })
})
