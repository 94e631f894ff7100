import { parseArgs } from 'node:util'
import { Failure, reasonOf } from './failure.ts'

/** What a run was asked for. */
export type Options = {
  /** Simulated hours until the report. */
  readonly hours: number
  readonly seed: number
  /** Simulated seconds per real second, or as fast as the relayer can follow. */
  readonly speed: number | 'max'
  readonly prices: string | undefined
  /** UNIX seconds. */
  readonly from: number | undefined
  readonly report: string | undefined
  /** End after the report instead of running on. */
  readonly exit: boolean
  readonly ports: number | undefined
  /** Folder for data, logs, addresses and recorded ticks that outlives the run. */
  readonly keep: string | undefined
  /** One JSON object a line instead of text. */
  readonly json: boolean
  readonly subgraph: boolean
}

export const HELP = `npm start -- [options]: Gimbal on three local chains, hedging option books in a replayed market

  --hours N        simulated hours until the report (default 24)
  --seed N         seed of market, messages and latencies (default 1)
  --speed X|max    simulated seconds per second (default 60); max: as fast as the relayer decides
  --prices FILE    replay candles: unix,open,high,low,close, Binance kline or CryptoDataDownload CSV
  --from TIME      where in the file to begin: UNIX seconds or an ISO date (default: its first row)
  --report FILE    write the report as JSON
  --exit           stop after the report (default: run until Ctrl-C)
  --ports BASE     use ports from BASE upwards (default: free ones)
  --keep DIR       keep logs, address files and recorded oracle ticks in DIR
  --no-subgraph    run without Postgres and graph-node
  --json           one JSON object a line
  --help           show this

Environment: DATABASE_URL, a Postgres server to use instead of the embedded one.
`

const SEEDS = 2 ** 31
const LAST_BASE_PORT = 65_000

/** Reads the command line; answers 'help' if that is what was asked for. */
export function readOptions(args: readonly string[]): Options | 'help' {
  const values = parse(args)
  if (values.help === true) return 'help'
  const from = values.from === undefined ? undefined : readTime(values.from)
  if (from !== undefined && values.prices === undefined) {
    throw bad(
      '--from',
      values.from,
      'It picks a place in a price file, and there is none.',
      'Give --prices FILE as well.',
    )
  }
  return {
    hours: readNumber('--hours', values.hours ?? '24', 0.1, 24 * 366),
    seed: readInteger('--seed', values.seed ?? '1', 0, SEEDS),
    speed: values.speed === 'max' ? 'max' : readNumber('--speed', values.speed ?? '60', 0.1, 1e6),
    prices: values.prices,
    from,
    report: values.report,
    exit: values.exit ?? false,
    ports:
      values.ports === undefined ? undefined : readInteger('--ports', values.ports, 1_024, LAST_BASE_PORT),
    keep: values.keep,
    json: values.json ?? false,
    subgraph: values['no-subgraph'] !== true,
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      strict: true,
      allowPositionals: false,
      options: {
        hours: { type: 'string' },
        seed: { type: 'string' },
        speed: { type: 'string' },
        prices: { type: 'string' },
        from: { type: 'string' },
        report: { type: 'string' },
        exit: { type: 'boolean' },
        ports: { type: 'string' },
        keep: { type: 'string' },
        'no-subgraph': { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (error) {
    throw new Failure({
      what: 'The options cannot be read.',
      why: reasonOf(error),
      remedy: '`npm start -- --help` lists them; mind the two dashes after `npm start`.',
      cause: error,
    })
  }
}

function readNumber(name: string, raw: string, least: number, most: number): number {
  const value = raw.trim() === '' ? Number.NaN : Number(raw)
  if (Number.isFinite(value) && value >= least && value <= most) return value
  throw bad(name, raw, `It is not a number from ${least} to ${most}.`, `Give ${name} such a number.`)
}

function readInteger(name: string, raw: string, least: number, most: number): number {
  const value = readNumber(name, raw, least, most)
  if (Number.isInteger(value)) return value
  throw bad(name, raw, 'It is not a whole number.', `Give ${name} a whole number.`)
}

function readTime(raw: string): number {
  const time = /^\d+$/.test(raw)
    ? Number(raw)
    : Math.floor(Date.parse(/\dZ?$/.test(raw) ? asUtc(raw) : raw) / 1_000)
  if (Number.isFinite(time)) return time
  throw bad(
    '--from',
    raw,
    'It is neither UNIX seconds nor an ISO date.',
    'Write it like 1616284800 or 2021-03-21T00:00.',
  )
}

/** A date with a time but no zone is meant in UTC here, not in the zone of this machine. */
function asUtc(raw: string): string {
  return /T/.test(raw) && !/(Z|[+-]\d{2}:?\d{2})$/.test(raw) ? `${raw}Z` : raw
}

function bad(name: string, raw: string | undefined, why: string, remedy: string): Failure {
  return new Failure({ what: `${name} "${raw}" is not understood.`, why, remedy })
}
