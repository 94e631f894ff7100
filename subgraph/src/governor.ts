import { BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'
import {
  GuardianTermSet,
  LateQuorumVoteExtensionSet,
  ProposalCanceled,
  ProposalCreated,
  ProposalExecuted,
  ProposalExtended,
  ProposalQueued,
  ProposalThresholdSet,
  QuorumNumeratorUpdated,
  VoteCast,
  VoteCastWithParams,
  VotingDelaySet,
  VotingPeriodSet,
} from '../generated/GimbalGovernor/GimbalGovernor'
import { Proposal, Vote } from '../generated/schema'
import { governance } from './governance'
import { eventKey, ordinalOf, proposalKey } from './keys'
import { changeParameter } from './parameters'
import { changeQuorumShare, watchQuorum } from './quorum'
import { passRole } from './roles'
import { operationQueuedBy } from './timelock'
import { delegateHead } from './token'

const SUPPORT = ['AGAINST', 'FOR', 'ABSTAIN']

export function handleProposalCreated(event: ProposalCreated): void {
  const p = event.params
  const all = governance()
  all.proposals += 1

  const targets: Bytes[] = []
  for (let i = 0; i < p.targets.length; i++) targets.push(p.targets[i])
  const proposal = new Proposal(proposalKey(p.proposalId))
  proposal.proposalId = p.proposalId
  proposal.number = all.proposals
  proposal.proposer = p.proposer
  proposal.title = titleOf(p.description)
  proposal.description = p.description
  proposal.targets = targets
  proposal.values = p.values
  proposal.calldatas = p.calldatas
  proposal.createdAt = event.block.timestamp
  proposal.voteStart = p.voteStart
  proposal.voteEnd = p.voteEnd
  proposal.extended = false
  watchQuorum(all, proposal)
  proposal.againstVotes = BigInt.zero()
  proposal.forVotes = BigInt.zero()
  proposal.abstainVotes = BigInt.zero()
  proposal.transaction = event.transaction.hash
  proposal.save()
  all.save()
}

/** First heading of a description, or its first line. */
function titleOf(description: string): string {
  const lines = description.split('\n')
  for (let i = 0; i < lines.length; i++) if (lines[i].startsWith('# ')) return lines[i].slice(2)
  return lines[0]
}

export function handleVoteCast(event: VoteCast): void {
  const p = event.params
  recordVote(event, p.proposalId, p.voter, p.support, p.weight, p.reason)
}

export function handleVoteCastWithParams(event: VoteCastWithParams): void {
  const p = event.params
  recordVote(event, p.proposalId, p.voter, p.support, p.weight, p.reason)
}

function recordVote(
  event: ethereum.Event,
  number: BigInt,
  voter: Bytes,
  support: i32,
  weight: BigInt,
  reason: string,
): void {
  const proposal = Proposal.load(proposalKey(number))!
  if (support == 0) proposal.againstVotes = proposal.againstVotes.plus(weight)
  if (support == 1) proposal.forVotes = proposal.forVotes.plus(weight)
  if (support == 2) proposal.abstainVotes = proposal.abstainVotes.plus(weight)
  proposal.save()

  const vote = new Vote(eventKey(event))
  vote.ordinal = ordinalOf(event)
  vote.proposal = proposal.id
  vote.voter = delegateHead(voter).id
  vote.support = SUPPORT[support]
  vote.weight = weight
  vote.reason = reason
  vote.timestamp = event.block.timestamp
  vote.transaction = event.transaction.hash
  vote.save()
}

export function handleProposalExtended(event: ProposalExtended): void {
  const proposal = Proposal.load(proposalKey(event.params.proposalId))!
  proposal.voteEnd = event.params.extendedDeadline
  proposal.extended = true
  proposal.save()
}

export function handleProposalQueued(event: ProposalQueued): void {
  const proposal = Proposal.load(proposalKey(event.params.proposalId))!
  proposal.queuedAt = event.block.timestamp
  proposal.eta = event.params.etaSeconds
  const operation = operationQueuedBy(event)
  if (operation !== null) {
    operation.proposal = proposal.id
    operation.save()
    proposal.operation = operation.id
  }
  proposal.save()
}

export function handleProposalExecuted(event: ProposalExecuted): void {
  const proposal = Proposal.load(proposalKey(event.params.proposalId))!
  proposal.executedAt = event.block.timestamp
  proposal.save()
}

export function handleProposalCanceled(event: ProposalCanceled): void {
  const proposal = Proposal.load(proposalKey(event.params.proposalId))!
  proposal.canceledAt = event.block.timestamp
  proposal.canceledBy = event.transaction.from
  proposal.save()
}

function setting(event: ethereum.Event, name: string, unit: string, old: BigInt, current: BigInt): void {
  changeParameter(event, name, null, null, [unit], [old], [current])
}

export function handleVotingDelaySet(event: VotingDelaySet): void {
  setting(event, 'votingDelay', 'seconds', event.params.oldVotingDelay, event.params.newVotingDelay)
}

export function handleVotingPeriodSet(event: VotingPeriodSet): void {
  setting(event, 'votingPeriod', 'seconds', event.params.oldVotingPeriod, event.params.newVotingPeriod)
}

export function handleProposalThresholdSet(event: ProposalThresholdSet): void {
  const p = event.params
  setting(event, 'proposalThreshold', 'votes', p.oldProposalThreshold, p.newProposalThreshold)
}

export function handleQuorumNumeratorUpdated(event: QuorumNumeratorUpdated): void {
  const p = event.params
  setting(event, 'quorum', 'tenThousandths', p.oldQuorumNumerator, p.newQuorumNumerator)
  changeQuorumShare(event, p.newQuorumNumerator)
}

export function handleLateQuorumVoteExtensionSet(event: LateQuorumVoteExtensionSet): void {
  setting(event, 'lateExtension', 'seconds', event.params.oldVoteExtension, event.params.newVoteExtension)
}

export function handleGuardianTermSet(event: GuardianTermSet): void {
  const head = governance()
  head.proposalGuardian = event.params.guardian
  head.guardianUntil = event.params.until
  head.save()
  passRole(event, 0, 'PROPOSAL_GUARDIAN', event.params.guardian)
}
