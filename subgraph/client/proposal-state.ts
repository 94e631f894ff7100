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
  | 'expired'
  | 'executed'

/** Seconds after its vote within which what has passed is queued: the Governor's `QUEUE_LIFE`. */
export const QUEUE_LIFE = 14n * 86_400n

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
  if (!enough || inFavour <= BigInt(facts.againstVotes)) return 'defeated'
  return now > BigInt(facts.voteEnd) + QUEUE_LIFE ? 'expired' : 'succeeded'
}
