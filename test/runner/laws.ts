import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Outcome, total } from './outcome.ts'
import { vitestProject } from './vitest.ts'

const tests = fileURLToPath(new URL('..', import.meta.url))

/** Draws of each property in a round, where it does not say how many by itself. */
const DRAWS = '1000'

/** The properties of TypeScript, a round of them after another, each from a seed of its own, until time is up. */
export async function drawLaws(seed: bigint, seconds: number, verbose: boolean): Promise<Outcome> {
  const end = Date.now() + 1_000 * seconds
  const files = await filesWithLaws()
  const rounds: Outcome[] = []
  for (let round = 0n; rounds.length === 0 || Date.now() < end; round++) {
    const draw = BigInt.asIntN(32, seed + round)
    console.log(`round ${rounds.length + 1}, GIMBAL_DRAW_SEED=${draw} GIMBAL_DRAWS=${DRAWS}`)
    const env = { GIMBAL_DRAW_SEED: String(draw), GIMBAL_DRAWS: DRAWS }
    const outcome = await vitestProject('unit', { verbose, files, env })
    rounds.push(outcome)
    if (total([outcome]).failed > 0) break
  }
  return { ...rounds.at(-1)!, runner: 'laws' }
}

async function filesWithLaws(): Promise<readonly string[]> {
  const names = (await readdir(tests, { recursive: true })).filter(
    (name) => name.endsWith('.test.ts') && !name.endsWith('.e2e.test.ts'),
  )
  const texts = await Promise.all(names.map((name) => readFile(join(tests, name), 'utf8')))
  return names.filter((_, i) => texts[i]!.includes("from 'fast-check'")).map((name) => join('test', name))
}
