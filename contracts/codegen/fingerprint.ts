import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, sourceFolders } from './paths.ts'

/** Names of the source files below `folder` that `wanted` accepts, relative to the root, in a stable order. */
export function filesBelow(folder: string, wanted: (name: string) => boolean): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && wanted(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .filter((file) => !/\/(node_modules|generated|build[^/]*)\//.test(file))
    .toSorted()
}

/**
 * A digest of everything that decides what a build produces: sources, settings, the generator and the pinned
 * dependencies. File times are not in it, so a checkout or a cached folder needs no new build.
 */
export function fingerprint(): string {
  const inputs = [
    ...sourceFolders.flatMap((folder) => filesBelow(folder, (name) => name.endsWith('.sol'))),
    ...filesBelow('contracts/codegen', (name) => !name.endsWith('.test.ts')),
    'contracts/solc',
    'foundry.toml',
    'package-lock.json',
  ]
  const hash = createHash('sha256')
  for (const file of inputs)
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0')
  return hash.digest('hex')
}
