import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprint } from '@gimbal/contracts/fingerprint'
import { startForge } from '@gimbal/contracts/forge'
import { sourceFolders } from '@gimbal/contracts/paths'
import type { Abi } from 'viem'
import { output, root } from './command.ts'

/** A node of solc's syntax tree, as far as the checks look into it. */
export interface AstNode {
  readonly id: number
  readonly nodeType: string
  readonly name?: string
  readonly nodes?: readonly AstNode[]
  readonly documentation?: string | { readonly text?: string } | null
  /** Of a contract. */
  readonly contractKind?: string
  readonly abstract?: boolean
  readonly linearizedBaseContracts?: readonly number[]
  /** Of a function: the selector only where it can be called from outside. */
  readonly functionSelector?: string
  readonly modifiers?: readonly { readonly modifierName: { readonly name: string } }[]
  /** Of a literal. */
  readonly value?: string | null
}

export interface CompiledContract {
  readonly abi: Abi
  readonly evm: {
    readonly bytecode: { readonly object: string }
    readonly methodIdentifiers: Readonly<Record<string, string>>
  }
}

/** Everything from one compiler run, so that node ids agree between files. */
export interface WholeBuild {
  readonly solcVersion: string
  /** What the compiler warned of. */
  readonly warnings: readonly string[]
  readonly input: { readonly sources: Readonly<Record<string, { readonly content: string }>> }
  readonly output: {
    readonly sources: Readonly<Record<string, { readonly id: number; readonly ast: AstNode }>>
    readonly contracts: Readonly<Record<string, Readonly<Record<string, CompiledContract>>>>
  }
}

const out = join(root, 'out-check')
const buildInfo = join(out, 'build-info')
const stamp = join(out, 'fingerprint')
const said = join(out, 'compiler.txt')

async function compile(): Promise<void> {
  for (const folder of [out, join(root, 'cache-check')]) rmSync(folder, { recursive: true, force: true })
  const { end, printed } = await output(
    startForge(['build', ...sourceFolders], { profile: 'check', output: 'pipe' }),
  )
  if (end !== 0) throw new Error(printed)
  writeFileSync(said, printed)
}

/** Compiles all sources in one run under the check profile, or reads the kept one when no input has changed. */
export async function wholeBuild(): Promise<WholeBuild> {
  const inputs = fingerprint()
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== inputs) {
    await compile()
    writeFileSync(stamp, inputs)
  }
  const files = readdirSync(buildInfo).filter((name) => name.endsWith('.json'))
  const [file] = files
  if (files.length !== 1 || !file)
    throw new Error(`${files.length} build-infos in ${buildInfo}: one compiler run makes one`)
  const build = JSON.parse(readFileSync(join(buildInfo, file), 'utf8')) as Omit<WholeBuild, 'warnings'>
  return { ...build, warnings: warningsIn(readFileSync(said, 'utf8')) }
}

/** The compiler's warnings, each with where it points. */
export function warningsIn(printed: string): readonly string[] {
  return printed.split('\n\n').flatMap((block) => {
    const start = block.search(/^Warning/m)
    return start < 0 ? [] : [block.slice(start).trimEnd()]
  })
}

/** A contract of this repository that can be deployed. */
export interface Deployable {
  readonly name: string
  readonly source: string
  readonly compiled: CompiledContract
  readonly node: AstNode
}

/** The contracts under contracts/, libraries and abstract ones left out, by name. */
export function deployables(build: WholeBuild): readonly Deployable[] {
  const found: Deployable[] = []
  for (const [source, { ast }] of Object.entries(build.output.sources)) {
    if (!source.startsWith('contracts/')) continue
    for (const node of ast.nodes ?? []) {
      const compiled = build.output.contracts[source]?.[node.name ?? '']
      if (node.contractKind !== 'contract' || node.abstract !== false || !compiled) continue
      found.push({ name: node.name ?? '', source, compiled, node })
    }
  }
  return found.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** Every node of a tree. */
export function* nodes(tree: unknown): Generator<AstNode> {
  if (Array.isArray(tree)) {
    for (const child of tree) yield* nodes(child)
  } else if (typeof tree === 'object' && tree !== null) {
    if ('nodeType' in tree) yield tree as AstNode
    for (const child of Object.values(tree)) yield* nodes(child)
  }
}
