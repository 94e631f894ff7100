import { formatDuration } from '../../units/duration.ts'
import type { DecodedCall } from './calls.ts'
import type { Report } from './report.ts'

/** A report for people. Equal reports are equal text. */
export function markdownOf(report: Report, digest: string): string {
  const { title, execution, queued, calls } = report
  return `${[
    `# Simulation: ${title}`,
    `Digest \`${digest}\`. ${outcomeOf(report)}`,
    section('Calls', callLines(calls)),
    section(
      'Queued before it',
      queued.flatMap(({ title: name, why, calls: inner }, i) => [
        `${i + 1}. ${name}: ${why === undefined ? 'executed' : `fails, ${why}`}`,
        ...callLines(inner).map((line) => `   ${line}`),
      ]),
      'Nothing waits in the timelock.',
    ),
    section(
      'Values',
      valueTable(report),
      execution.done ? 'No governed number moves.' : 'Nothing was changed.',
    ),
    section('Other settings', settingTable(report), 'None moves.'),
    section('Chains', chainTable(report)),
  ].join('\n\n')}\n`
}

/** In a sentence: what came of it. */
export function outcomeOf({ execution, deliveries }: Report): string {
  const { done, why, waited, gas } = execution
  if (!done) return `**It fails**: ${why ?? 'nobody knows why'}.`
  const late = deliveries.filter(({ wanted, applied }) => applied.version < wanted.version)
  const reached =
    late.length === 0
      ? 'its config is in force on every chain'
      : `its config is not in force on ${late.map(({ chain }) => chain).join(', ')}`
  return `It executes after ${formatDuration(waited)} in the timelock with ${gas ?? 0n} gas, and ${reached}.`
}

/** A heading and what is under it. */
export function section(heading: string, lines: readonly string[], otherwise = ''): string {
  return `## ${heading}\n\n${lines.length === 0 ? otherwise : lines.join('\n')}`
}

/** Cells that hold a bar would end early. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return []
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)]
}

function callLines(calls: readonly DecodedCall[]): string[] {
  return calls.flatMap(({ contract, function: name, arguments: given }, i) => [
    `${i + 1}. \`${contract}.${name}\``,
    ...given.map((each) => `   - ${each.name}: ${each.value}`),
  ])
}

function valueTable({ values }: Report): string[] {
  const head = [
    'value',
    'where',
    'old',
    'new',
    'bounds',
    'from least, from most',
    'steward steps',
    'drift used',
    'risk lies',
  ]
  return table(
    head,
    values.map(
      ({ name, market, spoke, venue, old, value, min, max, fromMin, fromMax, steps, drift, ramp, risk }) => [
        name,
        [market, spoke, venue === undefined ? undefined : `venue ${venue}`].filter(Boolean).join(', '),
        old ?? '–',
        `${value ?? '–'}${ramp === undefined ? '' : ` over ${ramp}`}`,
        `${min} to ${max}`,
        fromMin === undefined ? '–' : `${fromMin}, ${fromMax}`,
        steps ?? '–',
        drift ?? '–',
        risk === 'none' ? 'both ways' : risk,
      ],
    ),
  )
}

function settingTable({ settings }: Report): string[] {
  const rows = settings.map(({ chain, name, old, value }) => [chain, name, old ?? '–', value ?? '–'])
  return table(['chain', 'setting', 'old', 'new'], rows)
}

function chainTable({ deliveries, origins }: Report): string[] {
  return table(
    ['chain', 'left off after block', 'config wanted', 'in force', 'carried by families', 'refused'],
    deliveries.map(({ chain, wanted, applied, families, refused }) => {
      const origin = origins.find((each) => each.chain === chain)
      return [
        chain,
        String(origin?.block ?? ''),
        `${wanted.version} (${wanted.digest.slice(0, 10)}…)`,
        `${applied.version} (${applied.digest.slice(0, 10)}…)`,
        families.length === 0 ? '–' : families.join(', '),
        refused.length === 0 ? '–' : refused.join('; '),
      ]
    }),
  )
}
