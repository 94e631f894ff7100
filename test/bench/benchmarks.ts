import { type Tally, tallyLines } from './hedging/tally.ts'

/** What a benchmark is started with. */
export interface Start {
  readonly prices: string | undefined
  /** Where it may write its report. */
  readonly file: string
}

export interface Benchmark {
  readonly name: string
  /** Arguments of the short form, or why it cannot run. */
  readonly args: (start: Start) => readonly string[] | string
  /** Where its report is found once it has ended. */
  readonly report: 'file' | 'stdout'
  /** The figures of a report that the summary shows, one a line. */
  readonly figures: (report: unknown) => readonly string[]
}

interface OnchainReport {
  readonly gas: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly errors: readonly { readonly name: string; readonly worst: number; readonly bound: number }[]
}

interface QuantReport {
  readonly table: readonly {
    readonly name: string
    readonly optionsPerSecond: number
    readonly ratio: number
    readonly gridError: number | null
  }[]
  readonly ticks: readonly { readonly backend: string; readonly p99: number; readonly processorP99: number }[]
}

interface ForecastReport {
  readonly days: number
  readonly models: readonly { readonly model: string; readonly qlike: number; readonly pValue: number }[]
}

const onchain: Benchmark = {
  name: 'onchain',
  args: ({ file }) => ['--points', '4000', '--json', file],
  report: 'file',
  figures: (report) => {
    const { gas, errors } = report as OnchainReport
    const costs = Object.values(gas).flatMap((measures) =>
      Object.entries(measures).map(
        ([measure, used]) => `${Number(used).toLocaleString('en')} gas: ${measure}`,
      ),
    )
    const contracts = errors.filter(({ name }) => name.startsWith('contract'))
    const worst = contracts.map(
      ({ name, worst: error, bound }) => `${error.toExponential(1)} (${bound.toExponential(0)}) ${name}`,
    )
    return [...costs, ...worst]
  },
}

const quant: Benchmark = {
  name: 'quant',
  args: () => ['--json', '--rounds', '20'],
  report: 'stdout',
  figures: (report) => {
    const { table, ticks } = report as QuantReport
    return [
      ...table.map(
        ({ name, optionsPerSecond, ratio, gridError }) =>
          `${(optionsPerSecond / 1e6).toFixed(2)} M options/s, ratio ${ratio.toFixed(2)}, error ${gridError?.toExponential(1) ?? 'NaN'}: ${name}`,
      ),
      ...ticks.map(
        ({ backend, p99, processorP99 }) =>
          `${p99.toFixed(3)} ms p99, ${processorP99.toFixed(3)} of processor time: a tick of 1,000 books, ${backend}`,
      ),
    ]
  },
}

const hedging: Benchmark = {
  name: 'hedging',
  args: ({ file }) => ['--paths', '2000', '--json', file],
  report: 'file',
  figures: (report) => tallyLines((report as { readonly tally: Tally }).tally).split('\n'),
}

const forecast: Benchmark = {
  name: 'forecast',
  args: ({ prices }) =>
    prices === undefined ? 'it needs hourly candles: --prices FILE' : ['--json', '--prices', prices],
  report: 'stdout',
  figures: (report) => {
    const { days, models } = report as ForecastReport
    return models.map(
      ({ model, qlike, pValue }, at) =>
        `QLIKE ${qlike.toFixed(4)} over ${days} days${at === models.length - 1 ? ', in use' : `, p ${pValue.toFixed(4)}`}: ${model}`,
    )
  },
}

export const benchmarks: readonly Benchmark[] = [onchain, quant, hedging, forecast]
