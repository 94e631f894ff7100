import { formatEther } from 'viem'
import { MOST } from '../lifecycle/payment.ts'
import type { SilentFamily } from '../remote/families.ts'
import type { Refused } from '../remote/refused.ts'
import { formatCoins } from '../units/coins.ts'
import { formatDuration } from '../units/duration.ts'
import { formatTime } from '../units/time.ts'
import type { Delivery, Next, RemoteDelivery, Status } from './progress.ts'

/** Why the execution of a proposal fails, and from when on anyone may end it. */
export type Stuck = { readonly why: string; readonly cancellableFrom: bigint }

/** All that is left to do for a proposal, the first to be done first; nothing where it is done or dead. */
export function nextOf(status: Omit<Status, 'todo'>, stuck: Stuck | undefined): readonly Next[] {
  const { number, state, now, voteStart, voteEnd, eta } = status
  const left = (until: bigint): string =>
    `${formatDuration(until > now ? until - now : 0n)}, at ${formatTime(until)}`
  switch (state) {
    case 'pending':
      return [{ what: `the vote begins in ${left(voteStart)}` }]
    case 'active':
      return [{ what: `the vote ends in ${left(voteEnd)}`, command: `gimbal-gov vote ${number} for` }]
    case 'succeeded':
      return [
        {
          what: `it waits for the queue, and expires at ${formatTime(status.queueUntil)}`,
          command: `gimbal-gov queue ${number}`,
        },
      ]
    case 'queued':
      if (now < eta) return [{ what: `the timelock lets it go in ${left(eta)}` }]
      return stuck === undefined
        ? [{ what: `it waits for its execution${comesWith(status)}`, command: executionOf(status) }]
        : [nextOfStuck(stuck, status)]
    case 'executed':
      return [...status.batches.flatMap(nextOfBatch), ...status.chains.flatMap(nextOfConfig)]
    default:
      return []
  }
}

function nextOfStuck({ why, cancellableFrom }: Stuck, { number, now }: Pick<Status, 'number' | 'now'>): Next {
  const what = `it is stuck: its execution ${why}`
  return now < cancellableFrom
    ? { what: `${what}; anyone may cancel it from ${formatTime(cancellableFrom)}` }
    : { what, command: `gimbal-gov cancel ${number}` }
}

type Executing = Pick<Status, 'number' | 'payment'>

function comesWith({ payment }: Executing): string {
  return payment === undefined || payment.due === 0n ? '' : `, with which ${formatCoins(payment.due)} come`
}

/** Anyone's; what is more than an execution takes unasked has to be allowed. */
function executionOf({ number, payment }: Executing): string {
  const { due = 0n } = payment ?? {}
  return `gimbal-gov execute ${number}${due > MOST ? ` --most ${formatEther(due)}` : ''}`
}

function nextOfBatch({ chain, number, stage, stuck }: RemoteDelivery): readonly Next[] {
  const command = `gimbal-gov carry ${chain}`
  const batch = `batch ${number} of ${chain}`
  switch (stage.kind) {
    case 'under way':
      return [rootNext(chain, stage) ?? { what: `${batch} waits for ${needText(stage)}`, command }]
    case 'confirmed':
      return stuck === undefined
        ? [{ what: `the root of ${batch} is there; nobody has proven and scheduled it yet`, command }]
        : [{ what: `${batch} is stuck: to schedule it there ${stuck}` }]
    case 'waits':
      return [
        { what: `the timelock of ${chain} holds batch ${number} until ${formatTime(stage.eta)}`, command },
      ]
    case 'ready':
      return stuck === undefined
        ? [
            {
              what: `${batch} waits for its execution there, and lapses at ${formatTime(stage.until)}`,
              command,
            },
          ]
        : [
            {
              what: `${batch} is stuck: its execution there ${stuck}; it lapses at ${formatTime(stage.until)}`,
            },
          ]
    case 'revoked':
      return stage.isKnown
        ? []
        : [
            rootNext(chain, stage) ?? {
              what: `${batch} is revoked, and until ${chain} knows, anyone may schedule it there: that waits for ${needText(stage)}`,
              command,
            },
          ]
    case 'expired':
      return [
        {
          what: `nobody scheduled ${batch} before ${formatTime(stage.expiry)}: only a new vote sends it again`,
        },
      ]
    case 'lapsed':
      return [
        {
          what: `nobody executed ${batch} before ${formatTime(stage.until)}: only a new vote sends it again`,
        },
      ]
    case 'cancelled':
      return [{ what: `the guardian of ${chain} cancelled batch ${number}: only a new vote sends it again` }]
    default:
      return []
  }
}

/** What keeps a root from a spoke beside silent families. */
function rootNext(
  chain: string,
  {
    refused,
    overtaken,
  }: Pick<Extract<RemoteDelivery['stage'], { kind: 'under way' }>, 'refused' | 'overtaken'>,
): Next | undefined {
  if (refused !== undefined) return refusedNext(chain, 'the root of all batches', refused)
  if (!overtaken) return undefined
  const what = `${chain} has the epoch of the root of all batches for another one: it needs a new epoch, one a day`
  return { what, command: `gimbal-gov carry ${chain}` }
}

function refusedNext(chain: string, message: string, { why }: Pick<Refused, 'why'>): Next {
  const what = `${chain} has ${message} from k families, and refused it`
  return why === undefined
    ? { what, command: `gimbal-gov carry ${chain}` }
    : { what: `${what}; it would again: ${why}` }
}

function nextOfConfig({
  chain,
  wanted,
  applied,
  waiting,
  missing,
  refused,
  ...families
}: Delivery): readonly Next[] {
  if (applied.version >= wanted.version) return []
  const held = waiting.findLast(({ version }) => version === wanted.version)
  if (held?.kind === 'cancelled') {
    const rest = held.tightened ? '; what it tightens is in force' : ''
    return [{ what: `the guardian of ${chain} cancelled version ${held.version}${rest}` }]
  }
  const command = `gimbal-gov carry ${chain}`
  if (held?.kind === 'ready') {
    return [{ what: `version ${held.version} has waited, and waits to be put in force on ${chain}`, command }]
  }
  if (held !== undefined) {
    const until = formatTime(held.eta)
    const what = held.tightened
      ? `what version ${held.version} tightens is in force on ${chain}, whose timelock holds the rest until ${until}`
      : `version ${held.version} loosens something, so the timelock of ${chain} holds it until ${until}`
    return [{ what, command }]
  }
  if (refused !== undefined) return [refusedNext(chain, `version ${wanted.version}`, refused)]
  const at = `${chain} is at version ${applied.version}`
  const what =
    families.families === 0 && missing.every(({ state }) => state === 'not sent')
      ? `${at}: nobody has sent it version ${wanted.version}`
      : `${at}: version ${wanted.version} waits for ${needText({ ...families, missing })}`
  return [{ what, command: `gimbal-gov send-config ${chain}` }]
}

function needText({ families, quorum, missing }: Pick<Delivery, 'families' | 'quorum' | 'missing'>): string {
  const need = `${Math.max(quorum - families, 0)} more of ${quorum} families`
  return missing.length === 0 ? need : `${need}: ${missing.map(silenceText).join('; ')}`
}

function silenceText(silent: SilentFamily): string {
  const { family, state } = silent
  if (state === 'took') return `family ${family} took it on the hub as ${silent.id} and has not delivered it`
  if (state === 'not sent') return `family ${family} was not given it`
  return `the gateway of family ${family} refused it on the hub: ${silent.why}`
}
