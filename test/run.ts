import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { build } from '@gimbal/contracts/build'
import { forgeTests } from './runner/forge.ts'
import { type FuzzPart, fuzz, fuzzParts } from './runner/fuzz.ts'
import { type Outcome, total } from './runner/outcome.ts'
import { vitestProject } from './runner/vitest.ts'

const usage = `npm test -- [--only forge|unit|e2e]... [--verbose]
npm run fuzz -- [--minutes N] [--seed HEX] [--only properties|invariants|points|laws]... [--verbose]`

const runners = ['forge', 'unit', 'e2e'] as const
type Runner = (typeof runners)[number]

/** How long npm run fuzz takes unless told, give or take what is under way when time is up. */
const MINUTES = '15'

type Options = { readonly verbose: boolean } & (
  | { readonly mode: 'test'; readonly only: readonly Runner[] }
  | {
      readonly mode: 'fuzz'
      readonly only: readonly FuzzPart[]
      readonly seed: string
      readonly minutes: number
    }
)

function chosen<Name extends string>(known: readonly Name[], given: readonly string[]): readonly Name[] {
  if (given.length === 0) return known
  return given.map((name) => {
    const found = known.find((one) => one === name)
    if (!found) throw new Error(`nothing is called ${name} here`)
    return found
  })
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true, default: [] },
      fuzz: { type: 'boolean', default: false },
      seed: { type: 'string' },
      verbose: { type: 'boolean', default: false },
      minutes: { type: 'string', default: MINUTES },
    },
  })
  const { verbose, only } = values
  if (!values.fuzz) return { mode: 'test', verbose, only: chosen(runners, only) }
  const seed = values.seed ?? `0x${randomBytes(8).toString('hex')}`
  if (!/^0x[0-9a-f]{1,64}$/i.test(seed)) throw new Error(`${seed} is no seed: 0x and up to 64 digits`)
  const minutes = Number(values.minutes)
  if (!(minutes > 0)) throw new Error(`${values.minutes} is no number of minutes`)
  return { mode: 'fuzz', verbose, only: chosen(fuzzParts, only), seed, minutes }
}

async function longRun(options: Extract<Options, { mode: 'fuzz' }>): Promise<readonly Outcome[]> {
  const { seed, minutes } = options
  console.log(`${minutes} minutes from seed ${seed} (again: npm run fuzz -- --seed ${seed})`)
  return fuzz(options)
}

async function everything({
  only,
  verbose,
}: Extract<Options, { mode: 'test' }>): Promise<readonly Outcome[]> {
  const run = (runner: Runner): Promise<Outcome> => {
    console.log(`\n== ${runner}`)
    return runner === 'forge' ? forgeTests({ verbose }) : vitestProject(runner, { verbose })
  }
  // What needs no chain runs beside the compiler. Chains have the machine to themselves.
  const beside = await Promise.all(only.filter((runner) => runner !== 'e2e').map(run))
  return only.includes('e2e') ? [...beside, await run('e2e')] : beside
}

async function main(): Promise<void> {
  let options: Options
  try {
    options = readOptions()
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
    process.exitCode = 2
    return
  }
  let outcomes: readonly Outcome[]
  try {
    await build()
    outcomes = options.mode === 'fuzz' ? await longRun(options) : await everything(options)
  } catch (error) {
    const broken = error instanceof Error ? error.message : String(error)
    outcomes = [{ runner: 'build', passed: 0, failed: 0, skipped: 0, broken }]
  }
  console.log('')
  for (const { runner, passed, failed, skipped, broken } of outcomes) {
    const notes = [skipped > 0 ? `${skipped} skipped (counted as failed)` : '', broken ?? ''].filter(Boolean)
    console.log(
      `${runner}: ${passed} passed, ${failed} failed${notes.length > 0 ? `; ${notes.join('; ')}` : ''}`,
    )
  }
  const { passed, failed } = total(outcomes)
  console.log(`${passed} passed, ${failed} failed`)
  if (failed > 0 || passed === 0) process.exitCode = 1
}

await main()
