import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from '@gimbal/contracts/build'
import { forgeTests } from '../../runner/forge.ts'
import { peers } from './peers.ts'

const usage = `npm run bench:onchain -- [options]

Gas of every measure beside its reviewed snapshot, errors against the reference, and what peers cost.

  --json FILE    writes the gas
  --help`

const kept = new URL('../../golden/gas/', import.meta.url)

type Figures = Readonly<Record<string, string>>

function figures(folder: string | URL, file: string): Figures {
  try {
    return JSON.parse(
      readFileSync(typeof folder === 'string' ? join(folder, file) : new URL(file, folder), 'utf8'),
    )
  } catch {
    return {}
  }
}

/** Gas by file of measures. */
function gasOf(folder: string): Readonly<Record<string, Figures>> {
  const files = readdirSync(folder).filter((name) => /^(pricing|margin)/.test(name))
  return Object.fromEntries(files.map((file) => [file.replace('.json', ''), figures(folder, file)]))
}

/** Gas of every measure beside the reviewed snapshot in test/golden/gas. */
function table(gas: Readonly<Record<string, Figures>>): void {
  for (const [name, measures] of Object.entries(gas)) {
    const before = figures(kept, `${name}.json`)
    console.log(`\n${name}, gas (reviewed snapshot)`)
    for (const [measure, used] of Object.entries(measures))
      console.log(`${used.padStart(10)}  ${`(${before[measure] ?? 'none'})`.padEnd(12)} ${measure}`)
  }
}

async function measure(json: string | undefined): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'gimbal-gas-'))
  process.env.FOUNDRY_GAS_SNAPSHOT_EMIT = 'true'
  process.env.FOUNDRY_SNAPSHOTS = folder
  try {
    await build()
    const { failed, broken } = await forgeTests({
      args: ['--match-contract', 'PricingGas|MarginGas|BlackScholesAccuracy', '-vv'],
      verbose: true,
    })
    if (failed > 0 || broken) process.exitCode = 1
    const gas = gasOf(folder)
    table(gas)
    console.log(
      '\npeers, median gas on the same 216 points, as published in their own tests or measured elsewhere (quoted)',
    )
    for (const { name, outputs, gas: used, note } of peers)
      console.log(`${String(used).padStart(10)}  ${name}: ${outputs}${note ? `; ${note}` : ''}`)
    if (json !== undefined) writeFileSync(json, `${JSON.stringify({ gas, peers }, undefined, 1)}\n`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function readOptions(): { readonly json?: string; readonly help: boolean } | undefined {
  try {
    return parseArgs({
      options: { json: { type: 'string' }, help: { type: 'boolean', default: false } },
    }).values
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
    return undefined
  }
}

const options = readOptions()
if (options === undefined) process.exitCode = 2
else if (options.help) console.log(usage)
else await measure(options.json)
