import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { setPriority } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { exclusively } from '@gimbal/contracts/lock'
import { readAbis, writeAbis } from './abis.ts'
import { builtFolder, eventsOf, type Role, readTemplate, renderManifest, root } from './manifest.ts'

const start = promisify(execFile)
/** Niceness: nobody hedges later because subgraphs are compiled. */
const CAN_WAIT = 10
const roles: readonly Role[] = ['hub', 'spoke']
const graph = createRequire(import.meta.url).resolve('@graphprotocol/graph-cli/bin/run.js')

async function sourceDigest(parts: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(await readFile(join(root, 'schema.graphql')))
  for (const file of (await readdir(join(root, 'src'))).toSorted()) {
    hash.update(file).update(await readFile(join(root, 'src', file)))
  }
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

/**
 * Compiles the subgraphs of hub and spoke into `build/` (the wasm is the same for every network: addresses are put in
 * by `prepareManifest`). Returns false when nothing changed since the last build. A second process waits for the first.
 */
export function buildSubgraphs(): Promise<boolean> {
  return exclusively(join(root, 'build.lock'), buildAlone)
}

async function run(...args: readonly string[]): Promise<void> {
  const running = start(process.execPath, [graph, ...args], { cwd: root })
  if (running.child.pid !== undefined) setPriority(running.child.pid, CAN_WAIT)
  await running
}

async function buildAlone(): Promise<boolean> {
  const rendered = new Map<Role, string>()
  for (const role of roles) {
    const template = await readTemplate(role)
    const abis = await readAbis(eventsOf(template).keys())
    await writeAbis(abis)
    rendered.set(role, renderManifest(template, abis))
  }
  const digest = await sourceDigest([...rendered.values()])
  const stamp = join(root, 'build', 'digest')
  if ((await readFile(stamp, 'utf8').catch(() => '')) === digest) return false

  await rm(join(root, 'build'), { recursive: true, force: true })
  await mkdir(join(root, 'build'), { recursive: true })
  for (const [role, manifest] of rendered) await writeFile(join(root, `subgraph.${role}.yaml`), manifest)
  // Into one folder: neither role has every data source.
  for (const role of roles) await run('codegen', `subgraph.${role}.yaml`)
  for (const role of roles) {
    await run('build', `subgraph.${role}.yaml`, '--output-dir', builtFolder(role))
    await rm(join(root, `subgraph.${role}.yaml`))
  }
  await writeFile(stamp, digest)
  return true
}
