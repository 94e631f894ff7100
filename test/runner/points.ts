import { campaign } from '../differential/campaign.ts'
import { shown } from '../differential/chain.ts'
import { broken, tableOf } from '../differential/tally.ts'
import type { Outcome } from './outcome.ts'

/** Options of a round: one is always run to its end. */
const POINTS = 20_000

/** Contracts against columns against the reference for so many seconds; each measure counts as a test. */
export async function comparePoints(seed: bigint, seconds: number): Promise<Outcome> {
  const measures = await campaign({ seed, points: POINTS, seconds, say: console.log })
  console.log(tableOf(measures))
  const bad = measures.filter(broken)
  for (const measure of bad) console.log(`${measure.name}: ${shown(measure.at)}`)
  return { runner: 'points', passed: measures.length - bad.length, failed: bad.length, skipped: 0 }
}
