import { parseArgs } from 'node:util'
import { type Benchmark, benchmarks } from './benchmarks.ts'

export const USAGE = `npm run bench -- [options]

Runs every benchmark in its short form, one after another, and prints what each found. Each has a long form and options of its own:
${benchmarks.map(({ name }) => `npm run bench:${name}`).join(', ')}.

  --only NAME    one of ${benchmarks.map(({ name }) => name).join(', ')}; may be given again
  --prices FILE  hourly candles for the forecasts (unix,open,high,low,close; Binance; CryptoDataDownload); without them
                 these are left out, and the summary says so
  --verbose      shows what each prints
  --json         prints every report as one JSON document
  --help

The exit code is 1 when a benchmark fails.`

export interface Options {
  readonly help: boolean
  readonly json: boolean
  readonly verbose: boolean
  readonly prices: string | undefined
  readonly chosen: readonly Benchmark[]
}

/** @throws Error that names the option */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      prices: { type: 'string' },
      only: { type: 'string', multiple: true, default: [] },
    },
  })
  const known = benchmarks.map(({ name }) => name)
  for (const name of values.only) {
    if (!known.includes(name)) throw new Error(`--only ${name} is none of ${known.join(', ')}`)
  }
  return {
    help: values.help,
    json: values.json,
    verbose: values.verbose,
    prices: values.prices,
    chosen: benchmarks.filter(({ name }) => values.only.length === 0 || values.only.includes(name)),
  }
}
