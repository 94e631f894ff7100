import type { Compared, HedgeComparison } from '@gimbal/relayer/quant/replay'
import type { HedgingReport } from '../hedging/replay.ts'
import type { Hedging } from './report.ts'
import { table } from './table.ts'

/** Name of the chart beside the report. */
export const CHART = 'hedging.svg'

const HEAD = [
  'book',
  '',
  'error (std)',
  'CVaR 95 %',
  'cost',
  'turnover',
  'hedges',
  'out of band',
  'margin calls',
] as const

/** What the proposal does to hedging, in tables. */
export function hedgingLines({ markets, skipped }: Hedging): string[] {
  return [
    ...markets.flatMap(marketLines),
    ...skipped.map(({ market, why }) => `${market} was not replayed: ${why}.`),
  ]
}

function marketLines({ market, quote, spot, source, costs, books, total }: HedgingReport): string[] {
  const shown = costs.map(
    ({ spoke, costRate, fixedCost }) =>
      `${spoke} ${figure(1e4 * costRate)} bp and ${figure(fixedCost)} ${quote} a hedge`,
  )
  const rows = [...books, { name: 'all', figures: total }]
  return [
    `The books of ${market} as they are, along ${source}, from ${figure(spot)}; old and new terms on the same paths. A trade costs the same under both: ${shown.join('; ')}. Means a path, in ${quote}; ± is a standard error of the difference. Error and CVaR are of what options and hedges gain together, costs deducted.`,
    '',
    ...table(HEAD, rows.flatMap(bookRows)),
    '',
    verdict(total),
    '',
    `![Cost against gain of every path](${CHART})`,
    '',
  ]
}

function bookRows({
  name,
  figures,
}: {
  readonly name: string
  readonly figures: HedgeComparison
}): string[][] {
  const { error, cvar, cost, turnover, hedges, outside, calls } = figures
  const all = [error, cvar, cost, turnover, hedges]
  const row = (of: (each: Compared) => string, share: (each: Compared) => string): string[] => [
    ...all.map(of),
    share(outside),
    of(calls),
  ]
  return [
    [
      name,
      'old',
      ...row(
        (each) => figure(each.old),
        (each) => percent(each.old),
      ),
    ],
    [
      '',
      'new',
      ...row(
        (each) => figure(each.new),
        (each) => percent(each.new),
      ),
    ],
    [
      '',
      'difference',
      ...row(difference, (each) => `${percent(each.difference)} ± ${percent(each.deviation)}`),
    ],
  ]
}

/** In a sentence, and only what is beyond two standard errors. */
function verdict({ error, cost, hedges, calls }: HedgeComparison): string {
  const moved = [
    { what: 'the error', ...error },
    { what: 'the cost', ...cost },
    { what: 'the number of hedges', ...hedges },
    { what: 'the number of margin calls', ...calls },
  ].flatMap(({ what, old, difference: by, deviation }) => {
    if (by === 0 || Math.abs(by) <= 2 * deviation) return []
    const share = old === 0 ? '' : ` by ${figure((100 * Math.abs(by)) / old)} %`
    return [`${what} ${by > 0 ? 'rises' : 'falls'}${share}`]
  })
  return moved.length === 0
    ? 'Nothing moves by more than two standard errors.'
    : `Beyond two standard errors: ${moved.join(', ')}.`
}

function difference({ difference: by, deviation }: Compared): string {
  return `${figure(by)} ± ${figure(deviation)}`
}

function figure(value: number): string {
  const digits = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)))
  return value.toLocaleString('en', { maximumFractionDigits: Math.max(0, 2 - digits) })
}

function percent(share: number): string {
  return `${figure(100 * share)} %`
}
