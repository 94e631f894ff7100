import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { SUBJECTS, type SubjectName } from './subject.ts'

export const USAGE = `npm run bench:hedging -- [options]

Sells one call at the money (S = K = 100, vol 0.6, 30 days) and hedges it hourly by every policy at many widths, over paths of
GBM, Heston and Merton, for proportional costs of 5, 20 and 100 bp and four fixed costs. Prints what each policy costs over
Gimbal's rule at equal risk, and fails (exit 1) where the rule does not keep its promise within the 95 % error bar.

  --paths N      paths of each model, a multiple of 1000 (20000)
  --seed N       first seed; every 1000 paths have one of their own (1)
  --book NAME    hedges another book: ${Object.keys(SUBJECTS).join(', ')};
                 of these nothing is promised, so the exit code stays 0
  --prices FILE  hedges real hourly candles too (unix,open,high,low,close; Binance; CryptoDataDownload)
  --json FILE    writes every figure
  --svg FILE     draws the frontiers
  --threads N    workers (one a core)
  --help`

export interface Options {
  readonly help: boolean
  readonly paths: number
  readonly seed: number
  readonly book: SubjectName
  readonly prices: string | undefined
  readonly json: string | undefined
  readonly svg: string | undefined
  readonly threads: number
}

/** Paths that share a seed: the unit that error bars are taken over. */
export const BATCH_PATHS = 1_000

/** @throws Error that names the option */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', default: false },
      paths: { type: 'string', default: '20000' },
      seed: { type: 'string', default: '1' },
      book: { type: 'string', default: 'call' },
      prices: { type: 'string' },
      json: { type: 'string' },
      svg: { type: 'string' },
      threads: { type: 'string', default: String(availableParallelism()) },
    },
  })
  const paths = whole('--paths', values.paths, 2 * BATCH_PATHS)
  if (paths % BATCH_PATHS !== 0) throw new Error(`--paths ${paths} is not a multiple of ${BATCH_PATHS}`)
  return {
    help: values.help,
    paths,
    seed: whole('--seed', values.seed, 0),
    book: bookOf(values.book),
    prices: values.prices,
    json: values.json,
    svg: values.svg,
    threads: whole('--threads', values.threads, 1),
  }
}

function bookOf(name: string): SubjectName {
  const known = Object.keys(SUBJECTS) as readonly SubjectName[]
  const found = known.find((book) => book === name)
  if (found === undefined) throw new Error(`--book ${name} is none of ${known.join(', ')}`)
  return found
}

function whole(option: string, text: string, least: number): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < least) {
    throw new Error(`${option} ${text} is not a whole number of at least ${least}`)
  }
  return value
}
