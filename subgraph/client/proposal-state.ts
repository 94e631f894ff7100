/** Facts of a `Proposal`, as a subgraph answers them. */
export type ProposalFacts = Readonly<
  Record<'voteStart' | 'voteEnd' | 'quorum' | 'forVotes' | 'againstVotes' | 'abstainVotes', string> &
    Record<'queuedAt' | 'executedAt' | 'canceledAt', string | null>
>

export type ProposalState =
  | 'pending'
  | 'active'
  | 'canceled'
  | 'defeated'
  | 'succeeded'
  | 'queued'
  | 'executed'

/**
 * What a proposal is at a time, by the Governor's rule.
 *
 * @param now UNIX seconds of the chain, of a block that is not before the facts
 */
export function proposalState(facts: ProposalFacts, now: bigint): ProposalState {
  if (facts.canceledAt !== null) return 'canceled'
  if (facts.executedAt !== null) return 'executed'
  if (facts.queuedAt !== null) return 'queued'
  if (now <= BigInt(facts.voteStart)) return 'pending'
  if (now <= BigInt(facts.voteEnd)) return 'active'
  const inFavour = BigInt(facts.forVotes)
  const enough = inFavour + BigInt(facts.abstainVotes) >= BigInt(facts.quorum)
  return enough && inFavour > BigInt(facts.againstVotes) ? 'succeeded' : 'defeated'
}
