import { formatUnits } from 'viem'
import type { Check, CheckedChange } from '../check.ts'
import { type Payment, paymentLine } from '../lifecycle/payment.ts'
import type { Sent } from '../lifecycle/send.ts'
import { placeText } from '../parameter/place-of-key.ts'
import { lineOf } from '../problem.ts'
import type { Proposal } from '../proposal.ts'
import type { Stage } from '../remote/batches.ts'
import type { Families } from '../remote/families.ts'
import { formatCoins } from '../units/coins.ts'
import { formatQuantity } from '../units/quantity.ts'
import { formatTime } from '../units/time.ts'
import type { PastChange } from './history.ts'
import { movedLines } from './loss-bound.ts'
import type { Parameter } from './params.ts'
import type { Status } from './progress.ts'

export function sentLines(sent: Sent, what: string): string[] {
  return sent.kind === 'sent'
    ? [`${what}: ${sent.hash} in block ${sent.block}${withCoins(sent.value)}`]
    : [`${what} would pass${withCoins(sent.value)}: ${sent.gas} gas`, `to ${sent.to}`, `data ${sent.data}`]
}

/** Of an execution also who pays what its calls carry. */
export function executionLines(sent: Sent & { readonly payment?: Payment }, what: string): string[] {
  return [...(sent.payment === undefined ? [] : [paymentLine(sent.payment)]), ...sentLines(sent, what)]
}

/** Nothing is said of nothing. */
export function withCoins(value = 0n): string {
  return value === 0n ? '' : `, with ${formatCoins(value)}`
}

export function checkLines(
  file: string,
  proposal: Proposal,
  { changes, bounds, untried, warnings, fees }: Check,
): string[] {
  return [
    proposal.title,
    ...proposal.calls.map(
      ({ label, value, asked }, i) => `  ${i + 1}. ${label}${withCoins(value)}${askedText(asked)}`,
    ),
    ...changes.map(boundLine),
    ...movedLines(bounds).map((line) => `  ${line}`),
    untried.length === 0
      ? 'every value is within its bounds, and every call would pass now'
      : `every value is within its bounds, and every call that can be tried alone would pass now; a simulation tries ${untried.join(', ')}`,
    ...warningLines(file, warnings, fees),
  ]
}

export function warningLines(file: string, warnings: Check['warnings'], fees: Check['fees']): string[] {
  return [
    ...warnings.map((warning) => `warning: ${lineOf(file, warning)}`),
    ...fees.map((note) => `warning: ${file}: ${note}`),
  ]
}

function askedText(asked = 0n): string {
  return asked === 0n ? '' : ` (gateways ask ${formatCoins(asked)})`
}

/** How far a value is from both of its bounds. */
export function boundLine({ label, field, symbols, rule, to }: CheckedChange): string {
  const shown = (amount: bigint): string => formatQuantity(amount, field.unit, symbols)
  return `     ${label.split(':')[0]}: ${shown(to - rule.min)} above its least, ${shown(rule.max - to)} below its most`
}

export function statusLines(status: Status): string[] {
  const { votes, quorum, chains, todo } = status
  const votesOf = (amount: bigint): string => Number(formatUnits(amount, 18)).toLocaleString('en')
  return [
    `${status.number}. ${status.title}: ${status.state}`,
    `   for ${votesOf(votes.for)}, against ${votesOf(votes.against)}, abstain ${votesOf(votes.abstain)}; quorum ${votesOf(quorum)}`,
    ...(status.payment === undefined ? [] : [`   ${paymentLine(status.payment)}`]),
    ...(status.eta === 0n ? [] : [`   executable from ${formatTime(status.eta)}`]),
    ...chains.map(
      ({ chain, wanted, applied, ...families }) =>
        `   ${chain}: version ${applied.version} of ${wanted.version} in force${families.quorum === 0 ? '' : `, ${familiesText(families)}`}`,
    ),
    ...status.batches.map(({ chain, number, stage }) => `   ${chain}: batch ${number} ${stageText(stage)}`),
    ...todo.map(({ what, command }) => `   next: ${what}${command === undefined ? '' : `: ${command}`}`),
  ]
}

function stageText(stage: Stage): string {
  switch (stage.kind) {
    case 'under way':
      return `under way, ${familiesText(stage)}`
    case 'confirmed':
      return `confirmed there by ${familiesText(stage)}, not scheduled`
    case 'waits':
      return `waits there until ${formatTime(stage.eta)}`
    case 'ready':
      return `may be executed there until ${formatTime(stage.until)}`
    case 'revoked':
      return stage.isKnown ? 'revoked' : `revoked, which the spoke does not know yet: ${familiesText(stage)}`
    default:
      return stage.kind
  }
}

/** `1 of 2 families (0); missing 1, 2`. */
function familiesText({ families, quorum, carriedBy, missing }: Families): string {
  const who = carriedBy.length === 0 ? '' : ` (${carriedBy.join(', ')})`
  const without = missing.length === 0 ? '' : `; missing ${missing.map(({ family }) => family).join(', ')}`
  return `${families} of ${quorum} families${who}${without}`
}

export function parameterLines(parameters: readonly Parameter[]): string[] {
  return parameters.map(({ name, value, target, min, max, step, risk, ...where }) => {
    const by = step === undefined ? '' : `; steward ${step}`
    const direction = risk === 'none' ? '' : `; risk lies ${risk}`
    const way = target === undefined ? '' : `, on its way to ${target}`
    return `${name} of ${placeText(where)} = ${value}${way} (${min} to ${max}${by}${direction})`
  })
}

export function historyLines(changes: readonly PastChange[]): string[] {
  if (changes.length === 0) return ['nothing of it has changed since the deployment']
  return changes.map((change) => {
    const { time, name, old, value } = change
    return `${formatTime(time)} ${name} of ${placeText(change)}: ${old} -> ${value}, by ${authorOf(change)}`
  })
}

function authorOf({ path, proposal, actor, operation }: PastChange): string {
  if (path === 'vote') return `proposal ${proposal}`
  if (path === 'deployment') return 'the deployment'
  return path === 'steward' ? `the steward (step ${operation})` : `the guardian (${actor})`
}
