import { BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'
import { Role, RoleChange, RoleHolder } from '../generated/schema'
import { eventKey, ordinalOf } from './keys'

/** A role of the contract that emits: the AccessManager numbers them, a timelock hashes their names. */
export function roleHead(contract: Bytes, role: Bytes, name: string): Role {
  const id = contract.concat(role)
  let head = Role.load(id)
  if (head == null) {
    head = new Role(id)
    head.contract = contract
    head.name = name
    head.save()
  }
  return head
}

/** Records a grant or its end. */
export function changeRole(
  event: ethereum.Event,
  role: Bytes,
  name: string,
  account: Bytes,
  granted: boolean,
  delay: BigInt,
  since: BigInt,
): void {
  const head = roleHead(event.address, role, name)
  const holder = new RoleHolder(head.id.concat(account))
  holder.role = head.id
  holder.account = account
  holder.holds = granted
  holder.delay = delay
  holder.since = since
  holder.save()
  const change = new RoleChange(eventKey(event))
  change.ordinal = ordinalOf(event)
  change.role = head.id
  change.account = account
  change.granted = granted
  change.timestamp = event.block.timestamp
  change.transaction = event.transaction.hash
  change.save()
}
