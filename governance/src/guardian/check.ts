import type { Context } from '../actions/call.ts'
import { holdText } from '../change/holders.ts'
import type { ReadChanges } from '../change/read.ts'
import { type Standing, standingOf } from '../change/standing.ts'
import { problemsOf } from '../check.ts'
import type { Problem } from '../problem.ts'
import { formatQuantity } from '../units/quantity.ts'
import { formatTime } from '../units/time.ts'

const UP = 1

/** What stands against a tightening now: bounds, the direction of risk, the guardian's limit, the window, a hold. */
export async function checkTightening(
  context: Context,
  { changes, problemAt }: ReadChanges,
): Promise<readonly Problem[]> {
  const [{ timestamp }, standings] = await Promise.all([
    context.network.hub.client.getBlock(),
    Promise.all(changes.map((change) => standingOf(context, change))),
  ])
  return standings.flatMap((standing, i) => {
    const at = (key: string, message: string): Problem => problemAt(i, key, message)
    return [
      ...problemsOf(standing, at),
      ...directionProblems(standing, at),
      ...waitProblems(standing, at, timestamp),
    ]
  })
}

type At = (key: string, message: string) => Problem

function directionProblems({ rule, field, symbols, current, to }: Standing, at: At): Problem[] {
  const limit = formatQuantity(rule.guardianLimit, field.unit, symbols)
  if (rule.risk === 0) return [at('parameter', 'neither way is safe, so the guardian does not move it')]
  if (rule.risk === UP ? to >= current : to <= current) {
    const away = rule.risk === UP ? 'down' : 'up'
    return [at('to', `risk lies ${rule.risk === UP ? 'up' : 'down'}: the guardian moves it ${away} only`)]
  }
  const beyond = rule.risk === UP ? to < rule.guardianLimit : to > rule.guardianLimit
  return beyond ? [at('to', `beyond the guardian's limit of ${limit}`)] : []
}

function waitProblems({ rule, track, holders }: Standing, at: At, now: bigint): Problem[] {
  const again = track.tightenedAt === 0n ? 0n : track.tightenedAt + BigInt(rule.window)
  if (track.holds > 0n) return [at('parameter', holdText(holders))]
  return now < again
    ? [at('parameter', `moved in this window already: it may move again at ${formatTime(again)}`)]
    : []
}
