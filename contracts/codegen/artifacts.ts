import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Abi, Hex } from 'viem'
import { externals, root, sourceFolders } from './paths.ts'

/** Where the address of a library belongs in a contract's code, in bytes. */
export type LinkReferences = Readonly<
  Record<string, readonly { readonly start: number; readonly length: number }[]>
>

/** What is kept of a compiled contract, library or interface. */
export interface Artifact {
  readonly name: string
  readonly source: string
  readonly abi: Abi
  /** Creation code, `0x` for an interface or an abstract contract; unlinked while `links` has entries. */
  readonly bytecode: Hex
  readonly links: LinkReferences
}

interface ForgeArtifact {
  readonly abi: Abi
  readonly bytecode?: { readonly object: string; readonly linkReferences?: Record<string, LinkReferences> }
  readonly metadata?: { readonly settings: { readonly compilationTarget: Readonly<Record<string, string>> } }
}

function isOurs(source: string, name: string): boolean {
  if (sourceFolders.some((folder) => source.startsWith(`${folder}/`))) return true
  return source.startsWith('node_modules/') && (externals as readonly string[]).includes(name)
}

/** forge left an artifact without code: something else compiled into its folder. A build from nothing mends it. */
export class IncompleteArtifact extends Error {
  override readonly name = 'IncompleteArtifact'
}

function parse(file: string): Artifact | undefined {
  const { abi, bytecode, metadata } = JSON.parse(readFileSync(file, 'utf8')) as ForgeArtifact
  if (!bytecode || !metadata) throw new IncompleteArtifact(`${file} has no code`)
  const [target] = Object.entries(metadata.settings.compilationTarget)
  if (!target) return undefined
  const [source, name] = target
  if (!isOurs(source, name)) return undefined
  const links = Object.assign({}, ...Object.values(bytecode.linkReferences ?? {})) as LinkReferences
  const code = bytecode.object.startsWith('0x') ? bytecode.object : `0x${bytecode.object}`
  return { name, source, abi, bytecode: code as Hex, links }
}

/**
 * The contracts of this repository, and the foreign ones it deploys, as forge left them in `out`, by name.
 * Artifacts of sources that are gone are left out; two contracts of one name are an error.
 */
export function readArtifacts(out: string, exists: (source: string) => boolean): readonly Artifact[] {
  const byName = new Map<string, Artifact>()
  for (const entry of readdirSync(join(root, out), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.json') || entry.parentPath.includes('build-info')) continue
    const artifact = parse(join(entry.parentPath, entry.name))
    if (!artifact || !exists(artifact.source)) continue
    const twin = byName.get(artifact.name)
    if (twin && twin.source !== artifact.source) {
      throw new Error(`two contracts are named ${artifact.name}: ${twin.source} and ${artifact.source}`)
    }
    byName.set(artifact.name, artifact)
  }
  return [...byName.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1))
}
