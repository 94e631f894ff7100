import { formatCoins } from '../../units/coins.ts'
import { formatDuration } from '../../units/duration.ts'
import { formatQuantity } from '../../units/quantity.ts'
import type { DecodedCall } from './calls.ts'
import { hedgingLines } from './hedging-lines.ts'
import type { Report } from './report.ts'
import { table } from './table.ts'

const WAD = 10n ** 18n

/** A report for people. Equal reports are equal text. */
export function markdownOf(report: Report, digest: string): string {
  const { title, execution, queued, calls } = report
  return `${[
    `# Simulation: ${title}`,
    `Digest \`${digest}\`. ${outcomeOf(report)}`,
    section('Calls', [...callLines(calls), ...paidLines(execution)]),
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
    section(
      'Roles and selectors',
      report.roles.map(({ chain, what }) => `- ${chain}: ${what}`),
      'None changes.',
    ),
    section('Chains', chainTable(report)),
    section('Loss bound of a hostile relayer, a day', lossTable(report)),
    section('Rules, checked on the state after', ruleTable(report)),
    section('Storage', storageTable(report), 'Nothing is written.'),
    ...(report.hedging === undefined ? [] : [section('Hedging', hedgingLines(report.hedging))]),
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

function callLines(calls: readonly DecodedCall[]): string[] {
  return calls.flatMap(({ contract, function: name, arguments: given, value }, i) => [
    `${i + 1}. \`${contract}.${name}\`${value === undefined ? '' : ` with ${value}`}`,
    ...given.map((each) => `   - ${each.name}: ${each.value}`),
  ])
}

function paidLines({ paid }: Report['execution']): string[] {
  if (paid === undefined) return []
  const { carried, brought, spent } = paid
  return [
    '',
    `They carry ${formatCoins(carried)}, of which ${formatCoins(brought)} came with the execution and the rest was the timelock's. ${formatCoins(spent)} of it was spent; what came back is the timelock's.`,
  ]
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

function lossTable({ loss }: Report): string[] {
  const whole = (amount: bigint, quote: string): string => `${(amount / WAD).toLocaleString('en')} ${quote}`
  return table(
    [
      'market',
      'spoke',
      'hedges before',
      'after',
      'fills before',
      'after',
      'bridge fees of a book before',
      'after',
    ],
    loss.map(({ market, spoke, quote, hedges, fills, fees }) => [
      market,
      spoke,
      whole(hedges.before, quote),
      whole(hedges.after, quote),
      whole(fills.before, quote),
      whole(fills.after, quote),
      formatQuantity(fees.before, 'share'),
      formatQuantity(fees.after, 'share'),
    ]),
  )
}

function ruleTable({ rules }: Report): string[] {
  return table(
    ['rule', 'what', 'holds', 'figures'],
    rules.map(({ rule, what, holds, before, figures }) => [
      rule,
      what,
      holds ? 'yes' : before ? '**no, and it did before**' : 'no, as before',
      figures,
    ]),
  )
}

function storageTable({ storage }: Report): string[] {
  const cell = (text: string): string => (text.length > 42 ? `${text.slice(0, 18)}…${text.slice(-6)}` : text)
  return table(
    ['chain', 'contract', 'variable', 'old', 'new'],
    storage.map(({ chain, contract, name, old, value }) => [
      chain,
      contract,
      `\`${name}\``,
      cell(old),
      cell(value),
    ]),
  )
}
