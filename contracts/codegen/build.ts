import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readArtifacts } from './artifacts.ts'
import { emit } from './emit.ts'
import { fingerprint } from './fingerprint.ts'
import { forge } from './forge.ts'
import { generated, root, sourceFolders } from './paths.ts'

const stamp = join(generated, 'fingerprint')

function isFresh(inputs: string): boolean {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs && existsSync(join(generated, 'abi.ts'))
}

/** Compiles the contracts and writes their bindings; does nothing when no input has changed. */
export async function build(): Promise<'built' | 'unchanged'> {
  const inputs = fingerprint()
  if (isFresh(inputs)) return 'unchanged'
  await forge(['build', ...sourceFolders])
  emit(
    readArtifacts('out', (source) => existsSync(join(root, source))),
    generated,
  )
  mkdirSync(generated, { recursive: true })
  writeFileSync(stamp, inputs)
  return 'built'
}
