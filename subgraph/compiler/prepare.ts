import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  builtFolder,
  eventsOf,
  placeholderAddress,
  placeholderChain,
  type Role,
  readTemplate,
} from './manifest.ts'

export type PrepareOptions = {
  readonly role: Role
  readonly chain: number
  /** Address of each data source on the chain, by the names of the template. */
  readonly addresses: Readonly<Record<string, string>>
  /** Folder to write the network's subgraph to. */
  readonly folder: string
  /** First block worth reading. */
  readonly startBlock?: number
}

/** Copies a compiled subgraph and puts a network's addresses and chain in; returns the manifest's path. */
export async function prepareManifest(options: PrepareOptions): Promise<string> {
  await cp(builtFolder(options.role), options.folder, { recursive: true })
  const file = join(options.folder, 'subgraph.yaml')
  let manifest = await readFile(file, 'utf8')
  for (const source of eventsOf(await readTemplate(options.role)).keys()) {
    const address = options.addresses[source]
    if (!address) throw new Error(`no address of ${source} for the ${options.role} subgraph`)
    manifest = manifest.replace(placeholderAddress(source), address)
  }
  if (options.startBlock !== undefined) {
    manifest = manifest.replaceAll('startBlock: 0', `startBlock: ${options.startBlock}`)
  }
  manifest = manifest.replaceAll(placeholderChain, String(options.chain))
  await writeFile(file, manifest)
  return file
}
