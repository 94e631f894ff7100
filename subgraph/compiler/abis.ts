import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Abi } from 'viem'
import { root } from './manifest.ts'

/** Contracts that differ between hub and spoke and are one data source: the hub's timelock emits all that a spoke's does. */
const artifactOf: Readonly<Record<string, string>> = {
  TokenBridge: 'ITokenBridge',
  Timelock: 'GimbalTimelock',
}

/** ABIs of data sources, from the artifacts of the build. */
export async function readAbis(sources: Iterable<string>): Promise<Map<string, Abi>> {
  const abis = new Map<string, Abi>()
  for (const source of sources) {
    const name = artifactOf[source] ?? source
    const file = join(root, '..', 'contracts/generated/artifacts', `${name}.json`)
    const text = await readFile(file, 'utf8').catch(() => {
      throw new Error(`no build of ${name} (${file}): run npm run build first`)
    })
    abis.set(source, (JSON.parse(text) as { abi: Abi }).abi)
  }
  return abis
}

export async function writeAbis(abis: ReadonlyMap<string, Abi>): Promise<void> {
  const folder = join(root, 'abis')
  await mkdir(folder, { recursive: true })
  for (const [name, abi] of abis) await writeFile(join(folder, `${name}.json`), JSON.stringify(abi, null, 1))
}
