import { Address, BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'
import { Role, RoleChange, RoleHolder, TimelockOperation } from '../generated/schema'
import { eventKey, ordinalOf } from './keys'

/** Roles that one event hands on, at most. */
const MOST_SLOTS = 2

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
  record(event, eventKey(event), head, account, granted, delay, since)
}

/**
 * Hands a role that one account holds at a time, if any, to another; its key is its name.
 *
 * @param slot of the roles that one event hands on, from 0
 */
export function passRole(event: ethereum.Event, slot: i32, name: string, account: Bytes): void {
  const head = roleHead(event.address, Bytes.fromUTF8(name), name)
  const now = event.block.timestamp
  const lost = eventKey(event).concatI32(2 * slot)
  const won = eventKey(event).concatI32(2 * slot + 1)
  const holders = head.holders.load()
  for (let i = 0; i < holders.length; i++) {
    if (!holders[i].holds) continue
    if (holders[i].account == account) return
    record(event, lost, head, holders[i].account, false, BigInt.zero(), now)
  }
  if (account == Address.zero()) return
  record(event, won, head, account, true, BigInt.zero(), now)
}

/** Names the operation, and the proposal behind it, at changes of roles that an event of its call has made. */
export function attributeRoles(id: Bytes, operation: TimelockOperation): void {
  attributeRole(id, operation)
  for (let i = 0; i < 2 * MOST_SLOTS; i++) attributeRole(id.concatI32(i), operation)
}

function attributeRole(id: Bytes, operation: TimelockOperation): void {
  const change = RoleChange.loadInBlock(id)
  if (change == null || change.operation !== null) return
  change.operation = operation.id
  change.proposal = operation.proposal
  change.save()
}

function record(
  event: ethereum.Event,
  id: Bytes,
  role: Role,
  account: Bytes,
  granted: boolean,
  delay: BigInt,
  since: BigInt,
): void {
  const holder = new RoleHolder(role.id.concat(account))
  holder.role = role.id
  holder.account = account
  holder.holds = granted
  holder.delay = delay
  holder.since = since
  holder.save()
  const change = new RoleChange(id)
  change.ordinal = ordinalOf(event)
  change.role = role.id
  change.account = account
  change.granted = granted
  change.timestamp = event.block.timestamp
  change.transaction = event.transaction.hash
  change.save()
}
