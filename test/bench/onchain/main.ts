import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from '@gimbal/contracts/build'
import { forgeTests } from '../../runner/forge.ts'
import { peers } from './peers.ts'

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

/** Gas of every measure beside the reviewed snapshot in test/golden/gas. */
function table(folder: string): void {
  for (const file of readdirSync(folder).filter((name) => /^(pricing|margin)/.test(name))) {
    const before = figures(kept, file)
    console.log(`\n${file.replace('.json', '')}, gas (reviewed snapshot)`)
    for (const [name, gas] of Object.entries(figures(folder, file)))
      console.log(`${gas.padStart(10)}  ${`(${before[name] ?? 'none'})`.padEnd(12)} ${name}`)
  }
}

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
  table(folder)
  console.log(
    '\npeers, median gas on the same 216 points, as published in their own tests or measured elsewhere (quoted)',
  )
  for (const { name, outputs, gas, note } of peers)
    console.log(`${String(gas).padStart(10)}  ${name}: ${outputs}${note ? `; ${note}` : ''}`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
