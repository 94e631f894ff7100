import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readArtifacts } from './artifacts.ts'
import { emit } from './emit.ts'
import { fingerprint } from './fingerprint.ts'
import { forge } from './forge.ts'
import { exclusively } from './lock.ts'
import { generated, root, sourceFolders } from './paths.ts'

const stamp = join(generated, 'fingerprint')

function isFresh(inputs: string): boolean {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs && existsSync(join(generated, 'abi.ts'))
}

/**
 * Compiles the contracts and writes their bindings; does nothing when no input has changed.
 * Of several processes that need a build at once, one makes it and the others wait.
 */
export async function build(): Promise<'built' | 'unchanged'> {
  if (isFresh(fingerprint())) return 'unchanged'
  return exclusively(join(generated, 'lock'), async () => {
    const inputs = fingerprint()
    if (isFresh(inputs)) return 'unchanged'
    await forge(['build', ...sourceFolders])
    emit(
      readArtifacts('out', (source) => existsSync(join(root, source))),
      generated,
    )
    writeFileSync(stamp, inputs)
    return 'built'
  })
}
