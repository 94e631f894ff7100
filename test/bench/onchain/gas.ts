import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { forgeTests } from '../../runner/forge.ts'

/** Gas of each measure, by file of measures. */
export type Gas = Readonly<Record<string, Readonly<Record<string, string>>>>

/** The reviewed snapshots. */
const kept = fileURLToPath(new URL('../../golden/gas/', import.meta.url))

/** Gas of every measure of pricing and margin, and whether their tests passed. */
export async function measureGas(): Promise<{ readonly gas: Gas; readonly passed: boolean }> {
  const folder = mkdtempSync(join(tmpdir(), 'gimbal-gas-'))
  process.env.FOUNDRY_GAS_SNAPSHOT_EMIT = 'true'
  process.env.FOUNDRY_SNAPSHOTS = folder
  try {
    const { failed, broken } = await forgeTests({ args: ['--match-contract', 'PricingGas|MarginGas'] })
    return { gas: gasIn(folder), passed: failed === 0 && !broken }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function gasIn(folder: string): Gas {
  const files = readdirSync(folder).filter((name) => /^(pricing|margin)/.test(name))
  return Object.fromEntries(
    files.map((file) => [file.replace('.json', ''), JSON.parse(readFileSync(join(folder, file), 'utf8'))]),
  )
}

/** One line a measure, beside its reviewed snapshot. */
export function gasTable(gas: Gas): string {
  const before = gasIn(kept)
  const lines = Object.entries(gas).flatMap(([file, measures]) =>
    Object.entries(measures).map(([name, used]) => {
      const reviewed = `(${before[file]?.[name] ?? 'none'})`
      return `${used.padStart(10)}  ${reviewed.padEnd(12)} ${file}: ${name}`
    }),
  )
  return lines.join('\n')
}
