import type { Context } from '../actions/call.ts'
import { describeChange } from '../change/on-chain.ts'
import { formatTime } from '../units/time.ts'
import type { Announced } from './acts.ts'
import type { Step } from './find.ts'

export function stepLines(context: Context, steps: readonly Step[]): string[] {
  if (steps.length === 0) return ['no step waits']
  return steps.flatMap((step) => [
    `${step.number}. ${step.state}: ${timesOf(step)} (${step.id})`,
    ...step.changes.map((change) => `   ${describeChange(context, change)}`),
    ...(step.state === 'ready' ? [`   next: gimbal-gov steward execute ${step.number}, by anyone`] : []),
  ])
}

/** A step for machines, its changes in people's words beside the contracts'. */
export function stepJson(context: Context, step: Step): object {
  return { ...step, text: step.changes.map((change) => describeChange(context, change)) }
}

export function announcedLines({ sent, id, check }: Announced): string[] {
  const how = sent.kind === 'sent' ? `${sent.hash} in block ${sent.block}` : `would pass: ${sent.gas} gas`
  return [
    `step ${id}: ${how}`,
    `   anyone may execute it from ${formatTime(check.executableFrom)}; it expires at ${formatTime(check.expiresAt)}`,
  ]
}

function timesOf({ state, readyAt, expiresAt }: Step): string {
  if (state === 'waiting')
    return `executable from ${formatTime(readyAt)}, expires at ${formatTime(expiresAt)}`
  if (state === 'ready') return `since ${formatTime(readyAt)}, expires at ${formatTime(expiresAt)}`
  return `ready at ${formatTime(readyAt)}, expiry ${formatTime(expiresAt)}`
}
