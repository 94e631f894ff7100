import type { Report } from './report.ts'

const HEADS = [
  'book',
  'hedges',
  'fills',
  'turnover',
  'cost',
  '|net|',
  'max',
  'reduction',
  'T/a',
  'out',
  'variance',
]

/** The report for people. */
export function tableOf(report: Report): string {
  const rows = report.books.map((book) => [
    `${book.id} ${book.name}`,
    String(book.hedges),
    String(book.fills),
    money(book.turnover),
    money(book.cost),
    fixed(book.netDeltaMean, 2),
    fixed(book.netDeltaMax, 2),
    percent(book.deltaReduction),
    fixed(book.bandRatio, 1),
    percent(book.outOfBandShare),
    percent(book.varianceReduction),
  ])
  const widths = HEADS.map((head, at) => Math.max(head.length, ...rows.map((row) => row[at]!.length)))
  const line = (cells: readonly string[]) =>
    cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join('  ')
  const { messages, conservation, subgraph, latencyMs, surface } = report
  return [
    line(HEADS),
    line(widths.map((width) => '─'.repeat(width))),
    ...rows.map(line),
    '',
    `${report.hours} h of ${report.prices}: ${report.hedges} hedges, ${report.heartbeats} heartbeats, ${report.reports} reports`,
    `messages ${messages.sent} sent, ${messages.delivered} delivered, ${messages.stale} stale`,
    `conservation ${conservation.ok ? 'holds' : `BROKEN by ${conservation.maxErrorUnits} units`}; subgraph ${
      subgraph.synced ? 'synced' : 'not synced'
    } with ${subgraph.hedges} hedges`,
    `tick to decision ${ms(latencyMs.tickToDecision.p50)} (p99 ${ms(latencyMs.tickToDecision.p99)}, ${ms(latencyMs.deciding.p99)} without waiting for a processor) of real time, to its block ${ms(latencyMs.tickToMined.p50)} (p99 ${ms(latencyMs.tickToMined.p99)}) of simulated time`,
    `vol surface ${surface.updates} times by ${surface.models.join(', ') || 'nobody'}: next day forecast ${percent(surface.forecastVol)}, came ${percent(surface.realisedVol)}${surface.qlike === null ? '' : ` (QLIKE ${surface.qlike.toFixed(2)})`}; now ${surface.vols.map(({ expiry, vol }) => `${percent(vol)} to ${dayOf(expiry)}`).join(', ')}`,
    report.errors.length === 0 ? 'no errors' : `errors:\n  ${report.errors.join('\n  ')}`,
  ].join('\n')
}

function fixed(value: number | null, digits: number): string {
  return value === null ? '–' : value.toFixed(digits)
}

function percent(value: number | null): string {
  return value === null ? '–' : `${(100 * value).toFixed(1)} %`
}

function money(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

function dayOf(time: number): string {
  return new Date(time * 1_000).toISOString().slice(0, 10)
}

function ms(value: number | null): string {
  return value === null ? '–' : `${value < 10 ? value.toFixed(2) : Math.round(value)} ms`
}
