import { abis, artifact } from '@gimbal/contracts'
import { roleTable } from '@gimbal/contracts/deploy'
import { type Address, type Hex, parseEventLogs, type TransactionReceipt, toFunctionSelector } from 'viem'
import type { Context } from '../../actions/call.ts'
import { abiOf, contractAt } from '../../network/contracts.ts'

/** A role that changed hands, or a function that changed roles. */
export type RoleChange = { readonly chain: string; readonly what: string }

const CLASSES = ['UPGRADE', 'BOUNDS', 'VALUE'] as const
const ROLES = new Map(Object.entries(roleTable().roles).map(([name, id]) => [BigInt(id), name]))

/** What receipts say of AccessManager and the classes of the timelock. */
export function roleChanges(
  context: Context,
  chain: string,
  receipts: readonly TransactionReceipt[],
): readonly RoleChange[] {
  const abi = [...artifact('AccessManager').abi, ...artifact('GimbalTimelock').abi]
  const logs = parseEventLogs({ abi, logs: receipts.flatMap((receipt) => receipt.logs) })
  const name = (address: Address): string => contractAt(context.network, address) ?? address
  const role = (id: bigint): string => ROLES.get(id) ?? `role ${id}`
  const on = (target: Address, selector: Hex): string =>
    `${name(target)}.${functionOf(name(target), selector)}`
  return logs.flatMap((log) => {
    const what = ((): string | undefined => {
      switch (log.eventName) {
        case 'RoleGranted':
          return `${'roleId' in log.args ? role(log.args.roleId) : 'a role of the timelock'} granted to ${name(log.args.account)}`
        case 'RoleRevoked':
          return `${'roleId' in log.args ? role(log.args.roleId) : 'a role of the timelock'} taken from ${name(log.args.account)}`
        case 'TargetFunctionRoleUpdated':
          return `${on(log.args.target, log.args.selector)} belongs to ${role(log.args.roleId)}`
        case 'RoleAdminChanged':
          return 'a role has another admin'
        case 'RoleGuardianChanged':
          return `${role(log.args.roleId)} has the guardian ${role(log.args.guardian)}`
        case 'TargetClosed':
          return `${name(log.args.target)} is ${log.args.closed ? 'closed' : 'open'}`
        case 'ClassSet':
          return `${on(log.args.target, log.args.selector)} waits as ${CLASSES[log.args.class] ?? log.args.class}`
        default:
          return undefined
      }
    })()
    return what === undefined ? [] : [{ chain, what }]
  })
}

function functionOf(contract: string, selector: Hex): string {
  const abi = abiOf(contract) ?? Object.values(abis).flat()
  const found = abi.find((item) => item.type === 'function' && toFunctionSelector(item) === selector)
  return found?.type === 'function' ? found.name : selector
}
