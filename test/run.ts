import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { build } from '@gimbal/contracts/build'
import { forgeTests } from './runner/forge.ts'
import { type Outcome, total } from './runner/outcome.ts'
import { vitestProject } from './runner/vitest.ts'

const usage = `npm test -- [--only forge|unit|e2e]... [--verbose]
npm run fuzz -- [--seed HEX] [--verbose]`

const runners = ['forge', 'unit', 'e2e'] as const
type Runner = (typeof runners)[number]

interface Options {
  readonly fuzz: boolean
  readonly verbose: boolean
  readonly seed: string | undefined
  readonly only: readonly Runner[]
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true, default: [] },
      fuzz: { type: 'boolean', default: false },
      seed: { type: 'string' },
      verbose: { type: 'boolean', default: false },
    },
  })
  const only = values.only.map((name) => {
    const runner = runners.find((known) => known === name)
    if (!runner) throw new Error(`no runner is called ${name}`)
    return runner
  })
  return {
    fuzz: values.fuzz,
    verbose: values.verbose,
    seed: values.seed,
    only: only.length > 0 ? only : runners,
  }
}

async function fuzz({ seed, verbose }: Options): Promise<readonly Outcome[]> {
  const fresh = seed ?? `0x${randomBytes(8).toString('hex')}`
  console.log(`seed ${fresh} (again: npm run fuzz -- --seed ${fresh})`)
  return [await forgeTests({ profile: 'fuzz', args: ['--fuzz-seed', fresh], verbose })]
}

async function everything({ only, verbose }: Options): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = []
  for (const runner of only) {
    console.log(`\n== ${runner}`)
    outcomes.push(runner === 'forge' ? await forgeTests({ verbose }) : await vitestProject(runner, verbose))
  }
  return outcomes
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
    outcomes = options.fuzz ? await fuzz(options) : await everything(options)
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
