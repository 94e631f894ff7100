import { formatUnits, type Hex, hexToString } from 'viem'
import { PROPOSAL_STATES } from '../lifecycle/states.ts'
import { formatDuration } from '../units/duration.ts'

const CLASSES = ['upgrades', 'bounds', 'values'] as const
const VOTE_DIGITS = 18

/** Words for what the Governor and its timelock refuse, by the name of the error. */
export const GOVERNOR_WORDS: Readonly<Record<string, (args: never) => string>> = {
  GovernorUnexpectedProposalState: ([, state, expected]: readonly [bigint, number, Hex]) => {
    const now = PROPOSAL_STATES[state] ?? String(state)
    const needed = PROPOSAL_STATES.filter((_, at) => (BigInt(expected) >> BigInt(at)) & 1n)
    return needed.length === 0
      ? `puts forward what is there already, and ${now}: another text makes another proposal`
      : `is not possible now: the proposal is ${now}, and has to be ${needed.join(' or ')}`
  },
  GovernorAlreadyCastVote: () => 'is not possible: the account has voted already',
  GovernorInsufficientProposerVotes: ([, votes, threshold]: readonly [string, bigint, bigint]) =>
    `is not allowed: the account has ${votesOf(votes)} votes, and it takes ${votesOf(threshold)} to propose`,
  GovernorRestrictedProposer: () =>
    'is not allowed: the text ends in #proposer=, so that another account alone puts it forward',
  GovernorUnableToCancel: () =>
    'is not allowed to this account: the guardian cancels while its term lasts, the proposer before the vote',
  TimelockUnexpectedOperationState: () =>
    'is not possible now: the timelock does not let it go; gimbal-gov status says when it does',
  SettingOutOfRange: ([key, value, min, max]: readonly [Hex, bigint, bigint, bigint]) =>
    `would set ${hexToString(key, { size: 32 })} to ${value}: it is ${min} to ${max}`,
  DelayBelow: ([of, delay, least]: readonly [number, bigint, bigint]) =>
    `would have ${CLASSES[of] ?? of} wait ${formatDuration(delay)}: it takes ${formatDuration(least)} at least`,
}

function votesOf(amount: bigint): string {
  return Number(formatUnits(amount, VOTE_DIGITS)).toLocaleString('en')
}
