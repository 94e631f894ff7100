import type { At } from '../document/place.ts'
import type { ActionOf } from '../document/schema.ts'
import { read } from '../network/network.ts'
import { type Problem, ValueError } from '../problem.ts'
import { parseDuration } from '../units/duration.ts'
import { formatQuantity, parseQuantity } from '../units/quantity.ts'
import { type Call, type Context, callOf } from './call.ts'
import { addressOf } from './power.ts'

type Setting = ActionOf<'set governor'>
type Amount = Exclude<Setting['setting'], 'guardian'>
type Floors = Readonly<
  Record<
    'votingDelay' | 'votingPeriod' | 'lateExtension' | 'quorum' | 'quorumCap' | 'thresholdCap',
    bigint | number
  >
>

/** Ten-thousandths of the supply, in shares. */
const QUORUM_UNIT = 10n ** 14n
/** Longest delay and period of GimbalGovernor. */
const LONGEST = 30n * 86_400n

const SETTERS = {
  votingDelay: 'setVotingDelay',
  votingPeriod: 'setVotingPeriod',
  lateExtension: 'setLateQuorumVoteExtension',
  quorum: 'updateQuorumNumerator',
  threshold: 'setProposalThreshold',
  guardian: 'setProposalGuardian',
} as const

/** One setting of the Governor. */
export function governorCall(context: Context, action: Setting, at: At): Call {
  const { setting, to } = action
  const value = at('to', () => (setting === 'guardian' ? addressOf(to) : amountOf(setting, to)))
  const label = `set ${setting} of the Governor to ${to}`
  return callOf(context, 'GimbalGovernor', SETTERS[setting], [value], label)
}

/**
 * What stands against settings of the Governor, each in the order of the file: it lets nobody try a call but an execution of its
 * own, so its floors are read.
 */
export async function governorProblems(
  { network: { hub } }: Context,
  settings: readonly { readonly action: Setting; readonly at: (key: string, message: string) => Problem }[],
): Promise<readonly Problem[]> {
  if (settings.length === 0) return []
  const [floors, period] = await Promise.all([
    read<Floors>(hub, 'GimbalGovernor', 'floors'),
    read<bigint>(hub, 'GimbalGovernor', 'votingPeriod'),
  ])
  let longestExtension = period
  return settings.flatMap(({ action, at }): readonly Problem[] => {
    const { setting, to } = action
    if (setting === 'guardian') return []
    const value = amountOf(setting, to)
    const [least, most] = rangeOf(setting, floors, longestExtension)
    if (setting === 'votingPeriod') longestExtension = value
    if (value < least) return [at('to', `below its floor of ${shownAs(setting, least)}`)]
    return value > most ? [at('to', `above its cap of ${shownAs(setting, most)}`)] : []
  })
}

function rangeOf(setting: Amount, floors: Floors, period: bigint): readonly [bigint, bigint] {
  if (setting === 'quorum') return [BigInt(floors.quorum), BigInt(floors.quorumCap)]
  if (setting === 'threshold') return [0n, BigInt(floors.thresholdCap)]
  if (setting === 'lateExtension') return [BigInt(floors.lateExtension), period]
  return [BigInt(floors[setting]), LONGEST]
}

function shownAs(setting: Amount, value: bigint): string {
  if (setting === 'quorum') return formatQuantity(value * QUORUM_UNIT, 'share')
  return formatQuantity(value, setting === 'threshold' ? 'number' : 'seconds')
}

function amountOf(setting: Amount, text: string): bigint {
  if (setting === 'threshold') return parseQuantity(text, 'number')
  if (setting !== 'quorum') return parseDuration(text)
  const share = parseQuantity(text, 'share')
  if (share % QUORUM_UNIT !== 0n) throw new ValueError('is no whole number of hundredths of a percent')
  return share / QUORUM_UNIT
}
