import { BigInt, Bytes } from '@graphprotocol/graph-ts'
import { GatewaySet, QuorumSet } from '../generated/HedgeTransport/HedgeTransport'
import {
  FamilyQuorum,
  FamilyQuorumChange,
  Gateway,
  GatewayChange,
  TimelockOperation,
} from '../generated/schema'
import { thisChain } from './chain'
import { chainKey, eventKey, ordinalOf } from './keys'

export function handleGatewaySet(event: GatewaySet): void {
  const p = event.params
  const chain = thisChain()
  const id = chainKey(chain).concat(p.gateway)
  const change = new GatewayChange(eventKey(event))
  change.wasActive = false
  let gateway = Gateway.load(id)
  if (gateway == null) {
    gateway = new Gateway(id)
    gateway.chain = chain
    gateway.address = p.gateway
  } else {
    change.oldFamily = gateway.family
    change.wasActive = gateway.active
  }
  gateway.family = p.family
  gateway.active = p.active
  gateway.updatedAt = event.block.timestamp
  gateway.save()

  change.ordinal = ordinalOf(event)
  change.gateway = id
  change.family = p.family
  change.active = p.active
  change.timestamp = event.block.timestamp
  change.transaction = event.transaction.hash
  change.save()
}

/** The transport says it after every change of a gateway, whether or not the families are others now. */
export function handleQuorumSet(event: QuorumSet): void {
  const chain = thisChain()
  const id = chainKey(chain)
  const families = familiesOf(event.params.families)
  const change = new FamilyQuorumChange(eventKey(event))
  change.oldK = 0
  change.oldN = 0
  let quorum = FamilyQuorum.load(id)
  if (quorum == null) {
    quorum = new FamilyQuorum(id)
    quorum.chain = chain
  } else {
    if (quorum.k == event.params.k && same(quorum.families, families)) return
    change.oldK = quorum.k
    change.oldN = quorum.n
  }
  quorum.k = event.params.k
  quorum.n = families.length
  quorum.families = families
  quorum.updatedAt = event.block.timestamp
  quorum.save()

  change.ordinal = ordinalOf(event)
  change.quorum = id
  change.k = quorum.k
  change.n = quorum.n
  change.families = families
  change.timestamp = event.block.timestamp
  change.transaction = event.transaction.hash
  change.save()
}

/** Names the operation, and the proposal behind it, at a change of gateways that its call has made. */
export function attributeGateways(id: Bytes, operation: TimelockOperation): void {
  const gateway = GatewayChange.loadInBlock(id)
  if (gateway != null && gateway.operation === null) {
    gateway.operation = operation.id
    gateway.proposal = operation.proposal
    gateway.save()
  }
  const quorum = FamilyQuorumChange.loadInBlock(id)
  if (quorum == null || quorum.operation !== null) return
  quorum.operation = operation.id
  quorum.proposal = operation.proposal
  quorum.save()
}

/** A bit each (contracts/types/FamilySet.sol). */
function familiesOf(set: BigInt): i32[] {
  const families: i32[] = []
  const bytes = Bytes.fromBigInt(set)
  for (let i = 0; i < bytes.length * 8; i++) {
    if (((i32(bytes[i / 8]) >> (i % 8)) & 1) == 1) families.push(i)
  }
  return families
}

function same(a: i32[], b: i32[]): boolean {
  if (a.length != b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] != b[i]) return false
  return true
}
