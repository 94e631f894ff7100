import { Address, BigInt, Bytes } from '@graphprotocol/graph-ts'
import { DelegateChanged, DelegateVotesChanged, Transfer } from '../generated/GimbalToken/GimbalToken'
import { Delegate, Delegation, DelegationChange, WeightChange } from '../generated/schema'
import { eventKey, ordinalOf } from './keys'
import { changeSupply } from './quorum'

export function delegateHead(account: Bytes): Delegate {
  let head = Delegate.load(account)
  if (head == null) {
    head = new Delegate(account)
    head.votes = BigInt.zero()
    head.save()
  }
  return head
}

export function handleDelegateChanged(event: DelegateChanged): void {
  const p = event.params
  const delegation = new Delegation(p.delegator)
  delegation.delegate = delegateHead(p.toDelegate).id
  delegation.updatedAt = event.block.timestamp
  delegation.save()
  const change = new DelegationChange(eventKey(event))
  change.ordinal = ordinalOf(event)
  change.delegation = delegation.id
  change.from = delegateHead(p.fromDelegate).id
  change.to = delegation.delegate
  change.timestamp = event.block.timestamp
  change.save()
}

export function handleDelegateVotesChanged(event: DelegateVotesChanged): void {
  const head = delegateHead(event.params.delegate)
  head.votes = event.params.newVotes
  head.save()
  const change = new WeightChange(eventKey(event))
  change.ordinal = ordinalOf(event)
  change.delegate = head.id
  change.old = event.params.previousVotes
  change.current = event.params.newVotes
  change.timestamp = event.block.timestamp
  change.save()
}

/** Only what makes or burns votes counts: balances are read from the token. */
export function handleVotesMinted(event: Transfer): void {
  if (event.params.from.equals(Address.zero())) changeSupply(event, event.params.value)
  if (event.params.to.equals(Address.zero())) changeSupply(event, event.params.value.neg())
}
