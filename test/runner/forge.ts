import { createInterface } from 'node:readline'
import { startForge } from '@gimbal/contracts/forge'
import type { Outcome } from './outcome.ts'

const suiteResult = /^Suite result: .*?(\d+) passed; (\d+) failed; (\d+) skipped/

export interface ForgeTestOptions {
  readonly args?: readonly string[]
  readonly profile?: string
  /** Show every test, not only suites and failures. */
  readonly verbose?: boolean
  /** Sees every line of forge. */
  readonly each?: (line: string) => void
}

/** Runs the Solidity tests and shows suites as they end. */
export async function forgeTests(options: ForgeTestOptions = {}): Promise<Outcome> {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  const child = startForge(['test', ...(options.args ?? [])], {
    output: 'pipe',
    ...(options.profile ? { profile: options.profile } : {}),
  })
  child.stderr?.pipe(process.stderr)
  const closed = new Promise<number | string>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'an unknown signal'))
  })
  if (child.stdout) {
    for await (const line of createInterface({ input: child.stdout })) {
      options.each?.(line)
      const suite = suiteResult.exec(line)
      if (suite) {
        counts.passed += Number(suite[1])
        counts.failed += Number(suite[2])
        counts.skipped += Number(suite[3])
      }
      if (options.verbose || (!line.startsWith('[PASS]') && line !== '')) console.log(line)
    }
  }
  const end = await closed
  const broken = end !== 0 && counts.failed === 0
  return { runner: 'forge', ...counts, ...(broken ? { broken: `forge ended with ${end}` } : {}) }
}
