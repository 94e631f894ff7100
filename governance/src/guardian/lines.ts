import { formatDuration } from '../units/duration.ts'
import { formatTime } from '../units/time.ts'
import { historyLines } from '../view/lines.ts'
import type { GuardianState, PastStop } from './state.ts'

export function guardianLines(state: GuardianState): string[] {
  const { stopped, until, used, share, longest, nextFrom, now, tightenings, stops, vetoes } = state
  return [
    stopped.length > 0
      ? `stopped until ${formatTime(until)}: ${stopped.join(', ')}`
      : `nothing is stopped; a stop may begin ${nextFrom > now ? `at ${formatTime(nextFrom)}` : 'now'}, for ${formatDuration(longest)} at most`,
    `${formatDuration(used)} of ${formatDuration(share)} of stops in 30 days are used`,
    ...stops.map(stopLine),
    ...historyLines(tightenings),
    ...vetoes.map(({ step, by, transaction }) => `vetoed step ${step}, by ${by} in ${transaction}`),
  ]
}

function stopLine({ kinds, until, endedAt, transaction }: PastStop): string {
  const end =
    endedAt === undefined ? formatTime(until) : `${formatTime(until)}, ended at ${formatTime(endedAt)}`
  return `stop of ${kinds.join(', ')} until ${end} in ${transaction}`
}
