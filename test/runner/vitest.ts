import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Outcome } from './outcome.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const program = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')

interface VitestReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly success: boolean
}

export interface VitestOptions {
  readonly verbose: boolean
  /** Of all of the project's when not given. */
  readonly files?: readonly string[]
  /** Variables for the tests, beside those of this process. */
  readonly env?: Readonly<Record<string, string>>
}

/** Runs one project of vitest.config.ts. */
export async function vitestProject(
  project: 'unit' | 'e2e',
  { verbose, files = [], env = {} }: VitestOptions,
): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-test-'))
  try {
    const file = join(folder, 'report.json')
    const reporter = verbose ? 'verbose' : 'default'
    const args = [
      'run',
      '--project',
      project,
      '--passWithNoTests',
      `--reporter=${reporter}`,
      '--reporter=json',
      ...files,
    ]
    const child = spawn(process.execPath, [program, ...args, `--outputFile.json=${file}`], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: 'inherit',
    })
    const end = await new Promise<number | string>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code, signal) => resolve(code ?? signal ?? 'an unknown signal'))
    })
    return outcomeOf(project, end, await readFile(file, 'utf8').catch(() => undefined))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function outcomeOf(runner: string, end: number | string, report: string | undefined): Outcome {
  // With no test file at all vitest writes no report and ends well.
  if (report === undefined) {
    const nothing = { runner, passed: 0, failed: 0, skipped: 0 }
    return end === 0 ? nothing : { ...nothing, broken: `vitest ended with ${end} and no report` }
  }
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(report) as VitestReport
  const counts = { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests }
  return { runner, ...counts, ...(end === 0 ? {} : { broken: `vitest ended with ${end}` }) }
}
