import type { Network } from '../network/network.ts'
import { canonicalJson, digestOf } from './report/canonical.ts'
import type { SimulationLine } from './report/line.ts'
import { outcomeOf } from './report/markdown.ts'
import type { Report } from './report/report.ts'
import { type SimulateOptions, simulate } from './simulate.ts'

/** What doing a simulation again says of what was said of it. */
export type Recheck = {
  readonly claimed: SimulationLine['digest']
  /** `unknown` where the endpoints have lost the state of its blocks. */
  readonly verdict: 'equal' | 'differs' | 'unknown'
  readonly digest?: SimulationLine['digest']
  readonly why?: string
  /** What the proposal would do now that it would not have done then. */
  readonly since: readonly string[]
  /** What it does as the chains are now, where nobody can say what it did then. */
  readonly now?: string
}

/**
 * Does a simulation again after the blocks that its line names, and once more as the chains are now: the first tells whether the
 * report was honest, the second whether it still holds.
 */
export async function recheck(
  network: Network,
  line: SimulationLine,
  { prices, ...given }: Omit<SimulateOptions, 'blocks' | 'replay'> & { readonly prices?: string },
): Promise<Recheck> {
  const claimed = line.digest
  const { seed, paths, days, prices: file } = line.replay
  if (file !== undefined && prices === undefined) {
    return {
      claimed,
      verdict: 'unknown',
      why: `its replay is over a price file (${file}): give it with --prices`,
      since: [],
    }
  }
  const [named, known] = [[...line.blocks.keys()], network.sites.map(({ deployment: { name } }) => name)]
  const absent = named.filter((name) => !known.includes(name))
  if (absent.length > 0) {
    const why = `it is of ${absent.join(', ')} too, which the network file does not have`
    return { claimed, verdict: 'unknown', why, since: [] }
  }
  // A chain that was deployed and not voted in yet is in the address files of some and not of others.
  const same = { ...network, sites: network.sites.filter(({ deployment: { name } }) => named.includes(name)) }
  const candles = file === undefined || prices === undefined ? {} : { prices }
  const options: SimulateOptions =
    paths === undefined
      ? given
      : { ...given, replay: { seed: Number(seed), paths: Number(paths), days: Number(days), ...candles } }
  const now = await simulate(same, options)
  if (digestOf(now) === claimed) return { claimed, verdict: 'equal', digest: claimed, since: [] }
  let then: Report
  try {
    then = isAfter(line, now) ? now : await simulate(same, { ...options, blocks: line.blocks })
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
    return { claimed, verdict: 'unknown', why: reason, since: [], now: outcomeOf(now) }
  }
  const digest = digestOf(then)
  const verdict = digest === claimed ? 'equal' : 'differs'
  return { claimed, verdict, digest, since: differences(then, now) }
}

/** Whether the chains have not moved on at all. */
function isAfter({ blocks }: SimulationLine, { origins }: Report): boolean {
  return origins.every(({ chain, block }) => blocks.get(chain) === block)
}

/** What people should know, one line each. */
export function recheckLines({ claimed, verdict, digest, why, since, now }: Recheck): string[] {
  const lines = {
    equal: [`its simulation is what anyone gets: ${claimed}`],
    differs: [`its simulation differs: it says ${claimed}, doing it again gives ${digest ?? 'nothing'}`],
    unknown: [
      `its simulation (${claimed}) cannot be done again: ${why ?? ''}`,
      ...(now === undefined ? [] : [`as the chains are now: ${now}`]),
    ],
  }[verdict]
  return since.length === 0
    ? lines
    : [...lines, 'since then it would do something else:', ...since.map((each) => `  ${each}`)]
}

/** Between two reports of one proposal, in what a voter would mind. */
export function differences(then: Report, now: Report): string[] {
  const found: string[] = []
  if (outcomeOf(then) !== outcomeOf(now)) found.push(`${outcomeOf(then)} Now: ${outcomeOf(now)}`)
  const name = ({ name: value, market, spoke, venue }: Report['values'][number]) =>
    [value, market, spoke, venue].filter((part) => part !== undefined).join(' ')
  const values = new Map(then.values.map((value) => [name(value), value]))
  for (const value of now.values) {
    const before = values.get(name(value))
    values.delete(name(value))
    if (before !== undefined && canonicalJson(before) === canonicalJson(value)) continue
    const was = before === undefined ? 'did not move' : `${before.old ?? '–'} -> ${before.value ?? '–'}`
    found.push(`${name(value)}: ${was}, now ${value.old ?? '–'} -> ${value.value ?? '–'}`)
  }
  for (const [key] of values) found.push(`${key}: moved, now it does not`)
  const waiting = (report: Report) => report.queued.map(({ title }) => title).join('; ')
  if (waiting(then) !== waiting(now))
    found.push(`queued before it: ${waiting(then) || 'nothing'}, now ${waiting(now) || 'nothing'}`)
  return found
}
