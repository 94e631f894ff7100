import { BigInt } from '@graphprotocol/graph-ts'
import {
  RoleGranted,
  RoleRevoked,
  TargetClosed,
  TargetFunctionRoleUpdated,
} from '../generated/AccessManager/AccessManager'
import { ClosedTarget, RestrictedCall } from '../generated/schema'
import { chainKey } from './keys'
import { roleName } from './role-names'
import { changeRole, roleHead } from './roles'

export function handleRoleGranted(event: RoleGranted): void {
  const p = event.params
  changeRole(event, chainKey(p.roleId), roleName(p.roleId), p.account, true, p.delay, p.since)
}

export function handleRoleRevoked(event: RoleRevoked): void {
  const p = event.params
  const now = event.block.timestamp
  changeRole(event, chainKey(p.roleId), roleName(p.roleId), p.account, false, BigInt.zero(), now)
}

export function handleTargetFunctionRoleUpdated(event: TargetFunctionRoleUpdated): void {
  const p = event.params
  const entry = new RestrictedCall(p.target.concat(p.selector))
  entry.target = p.target
  entry.selector = p.selector
  entry.role = roleHead(event.address, chainKey(p.roleId), roleName(p.roleId)).id
  entry.updatedAt = event.block.timestamp
  entry.save()
}

export function handleTargetClosed(event: TargetClosed): void {
  const entry = new ClosedTarget(event.params.target)
  entry.closed = event.params.closed
  entry.updatedAt = event.block.timestamp
  entry.save()
}
