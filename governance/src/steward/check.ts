import type { Context } from '../actions/call.ts'
import { holdText } from '../change/holders.ts'
import type { ReadChanges } from '../change/read.ts'
import { type Standing, standingOf } from '../change/standing.ts'
import { problemsOf } from '../check.ts'
import { read } from '../network/network.ts'
import type { Problem } from '../problem.ts'
import { formatQuantity } from '../units/quantity.ts'
import { formatTime } from '../units/time.ts'

const WAD = 10n ** 18n

/** What a step would meet if it were proposed now. */
export type StepCheck = {
  readonly problems: readonly Problem[]
  /** First second in which it can be executed: after its delay, cooldowns, and a window whose drift is spent. */
  readonly executableFrom: bigint
  readonly expiresAt: bigint
}

/** Holds a step against the rules of its fields as they will be once it may be executed. */
export async function checkStep(context: Context, { changes, problemAt }: ReadChanges): Promise<StepCheck> {
  const { hub } = context.network
  const [terms, { timestamp }, standings] = await Promise.all([
    read<{ readonly delay: number; readonly life: number }>(hub, 'RiskSteward', 'terms'),
    hub.client.getBlock(),
    Promise.all(changes.map((change) => standingOf(context, change))),
  ])
  const readyAt = timestamp + BigInt(terms.delay)
  const expiresAt = readyAt + BigInt(terms.life)
  const fields = standings.map((standing, i) => {
    const at = (key: string, message: string): Problem => problemAt(i, key, message)
    const problems = [
      ...problemsOf(standing, at),
      ...sizeProblems(standing, at),
      ...holdProblems(standing, at),
    ]
    const wait = waitOf(standing)
    const late = wait.until >= expiresAt
    const why = `${wait.why} until ${formatTime(wait.until)}, and the step would expire at ${formatTime(expiresAt)}`
    return { problems: late ? [...problems, at('parameter', why)] : problems, until: wait.until }
  })
  return {
    problems: fields.flatMap(({ problems }) => problems),
    executableFrom: latest(readyAt, ...fields.map(({ until }) => until)),
    expiresAt,
  }
}

function latest(...times: readonly [bigint, ...bigint[]]): bigint {
  return times.toSorted((a, b) => (a < b ? 1 : -1))[0] ?? times[0]
}

/** Size of a step in the units of its rule, rounded up as the contract does; undefined for a share of nothing. */
export function sizeOf({ rule, from, to }: Pick<Standing, 'rule' | 'from' | 'to'>): bigint | undefined {
  const moved = to > from ? to - from : from - to
  if (!rule.relative) return moved
  return from === 0n ? undefined : (moved * WAD + from - 1n) / from
}

function sizeProblems(standing: Standing, at: (key: string, message: string) => Problem): Problem[] {
  const { rule, field, symbols } = standing
  if (rule.step === 0n) return [at('parameter', "is not the steward's: it moves by a vote")]
  const shown = (size: bigint): string => formatQuantity(size, rule.relative ? 'share' : field.unit, symbols)
  const size = sizeOf(standing)
  if (size === undefined) return [at('from', 'is nothing: a step is a share of it, so only a vote moves it')]
  return size > rule.step
    ? [at('to', `a step of ${shown(size)}: the steward moves it by ${shown(rule.step)} at most`)]
    : []
}

/** What is queued will move the field: a step that was decided before is of no use after. */
function holdProblems(
  { track, holders }: Standing,
  at: (key: string, message: string) => Problem,
): Problem[] {
  return track.holds > 0n ? [at('parameter', holdText(holders))] : []
}

/** Until when the field's rule keeps the step back, and why; its window ends before it is counted anew. */
function waitOf(standing: Standing): { readonly until: bigint; readonly why: string } {
  const { rule, track } = standing
  const windowEnd = track.windowStart + BigInt(rule.window)
  const spent = track.drift + (sizeOf(standing) ?? 0n) > rule.drift / 2n
  const waits = [
    { until: track.changedAt === 0n ? 0n : track.changedAt + BigInt(rule.cooldown), why: 'cools down' },
    { until: spent && track.windowStart > 0n ? windowEnd : 0n, why: 'has spent the drift of its window' },
  ]
  return waits.reduce((latest, wait) => (wait.until > latest.until ? wait : latest))
}
