import { availableParallelism } from 'node:os'
import { startForge } from '@gimbal/contracts/forge'
import { forgeTests } from './forge.ts'
import { drawLaws } from './laws.ts'
import type { Outcome } from './outcome.ts'

/** What a long run is made of, and the part of its time each is given. */
const parts = { properties: 0.35, invariants: 0.3, points: 0.2, laws: 0.15 } as const
export type FuzzPart = keyof typeof parts
export const fuzzParts = Object.keys(parts) as readonly FuzzPart[]

export interface FuzzOptions {
  readonly seed: string
  readonly minutes: number
  readonly only: readonly FuzzPart[]
  readonly verbose: boolean
}

/**
 * Random calls of every property, random walks of every invariant, contracts against columns against the reference, and the
 * properties of TypeScript, all from one seed. Each property and invariant gets an equal part of the time; what has seen 20,000 calls ends before.
 */
export async function fuzz({ seed, minutes, only, verbose }: FuzzOptions): Promise<readonly Outcome[]> {
  // Compiles all tests, which is not to count against the time of any.
  const names = only.every((part) => part === 'points' || part === 'laws') ? [] : await testNames()
  const whole = only.reduce((sum, part) => sum + parts[part], 0)
  const outcomes: Outcome[] = []
  for (const part of only) {
    const seconds = Math.floor((60 * minutes * parts[part]) / whole)
    console.log(`\n== ${part}, ${seconds} s`)
    outcomes.push(await runPart(part, names, { seed, seconds, verbose }))
  }
  return outcomes
}

interface PartOptions {
  readonly seed: string
  readonly seconds: number
  readonly verbose: boolean
}

async function runPart(part: FuzzPart, names: readonly string[], options: PartOptions): Promise<Outcome> {
  const { seed, seconds, verbose } = options
  if (part === 'points') return points(seed, seconds)
  if (part === 'laws') return drawLaws(BigInt(seed), seconds, verbose)
  return forgeFor(part, names, options)
}

async function forgeFor(
  part: 'properties' | 'invariants',
  names: readonly string[],
  { seed, seconds, verbose }: PartOptions,
): Promise<Outcome> {
  const prefix = part === 'properties' ? 'testFuzz_' : 'invariant_'
  const tests = names.filter((name) => name.startsWith(prefix)).length
  const each = Math.max(1, Math.floor((seconds * availableParallelism()) / tests))
  // forge reads them from its environment.
  process.env[part === 'properties' ? 'FOUNDRY_FUZZ_TIMEOUT' : 'FOUNDRY_INVARIANT_TIMEOUT'] = String(each)
  let runs = 0
  const outcome = await forgeTests({
    profile: 'fuzz',
    args: ['--match-test', `^${prefix}`, '--fuzz-seed', seed],
    verbose,
    each: (line) => {
      runs += Number(/\(runs: (\d+)/.exec(line)?.[1] ?? 0)
    },
  })
  console.log(`${runs} runs of ${tests} ${part}, at most ${each} s each`)
  return { ...outcome, runner: part }
}

async function testNames(): Promise<readonly string[]> {
  const child = startForge(['test', '--list', '--json'], { output: 'pipe', profile: 'fuzz' })
  let text = ''
  child.stdout?.setEncoding('utf8').on('data', (part: string) => {
    text += part
  })
  const end = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (end !== 0) throw new Error(`forge test --list ended with ${end}`)
  const list = JSON.parse(text) as Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>
  return Object.values(list).flatMap((contracts) => Object.values(contracts).flat())
}

/** Needs what the build writes, so it is not there before. */
async function points(seed: string, seconds: number): Promise<Outcome> {
  const { comparePoints } = await import('./points.ts')
  return comparePoints(BigInt(seed), seconds)
}
