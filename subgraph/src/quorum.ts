import { BigInt, ethereum } from '@graphprotocol/graph-ts'
import { Governance, Proposal } from '../generated/schema'
import { governance } from './governance'

const UNITS = BigInt.fromI32(10000)

/** What the Governor will answer for a snapshot to come, if neither supply nor share change until then. */
function quorumNow(head: Governance): BigInt {
  return head.supply.times(head.quorumShare).div(UNITS)
}

/** Takes a new proposal's quorum, and keeps it among those whose snapshot is still to come. */
export function watchQuorum(head: Governance, proposal: Proposal): void {
  proposal.quorum = quorumNow(head)
  const upcoming = head.upcoming
  upcoming.push(proposal.id)
  head.upcoming = upcoming
}

export function changeQuorumShare(event: ethereum.Event, share: BigInt): void {
  const head = governance()
  head.quorumShare = share
  renewQuorums(event, head)
}

export function changeSupply(event: ethereum.Event, by: BigInt): void {
  const head = governance()
  head.supply = head.supply.plus(by)
  renewQuorums(event, head)
}

/** A snapshot holds what was set in its own second as well. */
function renewQuorums(event: ethereum.Event, head: Governance): void {
  const upcoming = head.upcoming
  head.upcoming = []
  for (let i = 0; i < upcoming.length; i++) {
    const proposal = Proposal.load(upcoming[i])!
    if (proposal.voteStart.lt(event.block.timestamp)) continue
    watchQuorum(head, proposal)
    proposal.save()
  }
  head.save()
}
