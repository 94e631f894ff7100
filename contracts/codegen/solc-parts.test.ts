import solc from 'solc'
import { expect, it } from 'vitest'
import { merged, partsOf, type SolcInput, type SolcOutput } from './solc-parts.cjs'

const head = '// SPDX-License-Identifier: MIT\npragma solidity ^0.8.34;\n'

/** Contracts that inherit from one file and create what the file before them has; the last one warns, of its size alone. */
function chainOf(length: number): SolcInput {
  const base = `${head}abstract contract Base { uint256 private _n; function bump() public returns (uint256) { return ++_n; } }`
  const links = Array.from({ length }, (_, at): [string, { content: string }] => {
    const [before, made] =
      at === 0
        ? ['', 'address(0)']
        : [`import {C${at - 1}} from "C${at - 1}.sol";`, `address(new C${at - 1}())`]
    const large = at === length - 1 ? `bytes public large = hex"${'5b'.repeat(50_000)}";` : ''
    const body = `contract C${at} is Base { ${large} function make() external returns (address) { return ${made}; } }`
    return [`C${at}.sol`, { content: `${head}import {Base} from "Base.sol";${before}\n${body}` }]
  })
  const sources = Object.fromEntries([['Base.sol', { content: base }], ...links])
  const wanted = { '*': ['abi', 'evm.bytecode.object', 'evm.deployedBytecode.sourceMap'], '': ['ast'] }
  const outputSelection = Object.fromEntries(links.map(([file]) => [file, wanted]))
  return {
    language: 'Solidity',
    sources,
    settings: { outputSelection: { 'Base.sol': { '*': [] }, ...outputSelection } },
  }
}

const compile = (input: SolcInput) => JSON.parse(solc.compile(JSON.stringify(input))) as SolcOutput
const filesOf = ({ settings }: SolcInput) => Object.keys(settings.outputSelection)

it('says in parts what one compiler says to the whole', () => {
  const input = chainOf(17)
  const parts = partsOf(input, 2)
  expect(parts).toHaveLength(2)
  const whole = compile(input)
  expect(whole.errors).toHaveLength(2)
  expect(Object.keys(whole.contracts ?? {})).toHaveLength(17)
  expect(merged(parts.map(compile))).toEqual(whole)
})

it('gives every file to one part, and parts about as many', () => {
  const input = chainOf(43)
  const parts = partsOf(input, 4)
  expect(parts.map((part) => filesOf(part).length)).toEqual([11, 11, 11, 10])
  expect(new Set(parts.flatMap(filesOf)).size).toBe(43)
})

it('leaves alone what is small, what one processor does, and what names no files', () => {
  const small = chainOf(15)
  expect(partsOf(small, 4)).toEqual([small])
  const input = chainOf(40)
  expect(partsOf(input, 1)).toEqual([input])
  const any = { ...input, settings: { outputSelection: { '*': { '*': ['abi'] } } } }
  expect(partsOf(any, 4)).toEqual([any])
})

it('repeats an error of all parts once', () => {
  const broken = {
    ...chainOf(16),
    sources: { ...chainOf(16).sources, 'C3.sol': { content: `${head}contract` } },
  }
  const whole = compile(broken)
  expect(merged(partsOf(broken, 2).map(compile)).errors).toEqual(whole.errors)
})
