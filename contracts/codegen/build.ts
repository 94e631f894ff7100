import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Artifact, IncompleteArtifact, readArtifacts } from './artifacts.ts'
import { emit } from './emit.ts'
import { fingerprint } from './fingerprint.ts'
import { forge } from './forge.ts'
import { buildKernels } from './kernels.ts'
import { exclusively } from './lock.ts'
import { generated, root, sourceFolders } from './paths.ts'

const stamp = join(generated, 'fingerprint')

function isFresh(inputs: string): boolean {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs && existsSync(join(generated, 'abi.ts'))
}

function artifacts(): readonly Artifact[] {
  return readArtifacts('out', (source) => existsSync(join(root, source)))
}

async function compile(): Promise<readonly Artifact[]> {
  await forge(['build', ...sourceFolders])
  try {
    return artifacts()
  } catch (error) {
    if (!(error instanceof IncompleteArtifact)) throw error
    for (const folder of ['out', 'cache']) rmSync(join(root, folder), { recursive: true, force: true })
    await forge(['build', ...sourceFolders])
    return artifacts()
  }
}

/**
 * Compiles the contracts and the relayer's kernels and writes their bindings; does nothing when no input has changed.
 * Of several processes that need a build at once, one makes it and the others wait.
 */
export async function build(): Promise<'built' | 'unchanged'> {
  const parts = await Promise.all([buildContracts(), buildKernels()])
  return parts.includes('built') ? 'built' : 'unchanged'
}

async function buildContracts(): Promise<'built' | 'unchanged'> {
  if (isFresh(fingerprint())) return 'unchanged'
  return exclusively(join(generated, 'lock'), async () => {
    const inputs = fingerprint()
    if (isFresh(inputs)) return 'unchanged'
    emit(await compile(), generated)
    writeFileSync(stamp, inputs)
    return 'built'
  })
}
