import { describe, expect, it } from 'vitest'
import { warningsIn } from './whole-build.ts'

describe('warningsIn', () => {
  it('keeps each warning with its place and drops the rest', () => {
    const printed = `Compiling 78 files with Solc 0.8.34
Compiler run successful with warnings:
Warning (2519): This declaration shadows an existing declaration.
  --> contracts/A.sol:27:13:

Warning (5667): Unused function parameter.
  --> contracts/B.sol:3:1:
`
    expect(warningsIn(printed)).toEqual([
      'Warning (2519): This declaration shadows an existing declaration.\n  --> contracts/A.sol:27:13:',
      'Warning (5667): Unused function parameter.\n  --> contracts/B.sol:3:1:',
    ])
  })

  it('finds none in a clean run', () => {
    expect(warningsIn('Compiling 78 files with Solc 0.8.34\nCompiler run successful!')).toEqual([])
  })
})
