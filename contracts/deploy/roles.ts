import { readFileSync } from 'node:fs'
import { type Address, encodeFunctionData, toFunctionSelector } from 'viem'
import { artifact } from '../artifact.ts'
import type { DeployChain } from './chain.ts'
import { DeployError } from './errors.ts'
import type { GovernedCall } from './timelock.ts'

type RoleTable = {
  readonly roles: Readonly<Record<string, string>>
  readonly functions: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly holders: Readonly<Record<string, readonly string[]>>
}

/** The table of selectors, roles and holders: contracts/access/roles.json. */
export function roleTable(): RoleTable {
  return JSON.parse(readFileSync(new URL('../access/roles.json', import.meta.url), 'utf8')) as RoleTable
}

/**
 * The calls that make the AccessManager of a chain follow the table.
 *
 * @param contracts what is deployed on the chain, by name
 * @param keys accounts behind the holders `key:NAME`
 */
export function roleCalls(options: {
  readonly chain: DeployChain
  readonly accessManager: Address
  readonly contracts: Readonly<Record<string, Address>>
  readonly keys: Readonly<Record<string, Address>>
}): readonly GovernedCall[] {
  const table = roleTable()
  const roleId = (name: string): bigint => {
    const id = table.roles[name]
    if (id === undefined) {
      throw new DeployError(`Role ${name} has no number.`, 'Add it to contracts/access/roles.json.')
    }
    return BigInt(id)
  }
  const calls: GovernedCall[] = []
  for (const [contract, functions] of Object.entries(table.functions)) {
    const target = options.contracts[contract]
    if (target === undefined) continue
    for (const [signature, role] of Object.entries(functions)) {
      // What nobody was given belongs to ADMIN already.
      if (role !== 'ADMIN') calls.push(functionCall(options, contract, target, signature, role, roleId(role)))
    }
  }
  for (const [role, holders] of Object.entries(table.holders)) {
    for (const holder of holders) {
      const account = holder.startsWith('key:') ? options.keys[holder.slice(4)] : options.contracts[holder]
      if (account !== undefined) calls.push(grantCall(options, role, roleId(role), holder, account))
    }
  }
  return calls
}

type On = { readonly chain: DeployChain; readonly accessManager: Address }

function functionCall(
  { chain, accessManager }: On,
  contract: string,
  target: Address,
  signature: string,
  role: string,
  id: bigint,
): GovernedCall {
  const { abi } = artifact('AccessManager')
  const selector = toFunctionSelector(`function ${signature}`)
  return {
    label: `${contract}.${signature.split('(')[0]} for ${role}`,
    target: accessManager,
    data: encodeFunctionData({
      abi,
      functionName: 'setTargetFunctionRole',
      args: [target, [selector], id],
    }),
    done: async () =>
      (await chain.client.readContract({
        address: accessManager,
        abi,
        functionName: 'getTargetFunctionRole',
        args: [target, selector],
      })) === id,
  }
}

function grantCall(
  { chain, accessManager }: On,
  role: string,
  id: bigint,
  holder: string,
  account: Address,
): GovernedCall {
  const { abi } = artifact('AccessManager')
  return {
    label: `${role} to ${holder}`,
    target: accessManager,
    data: encodeFunctionData({ abi, functionName: 'grantRole', args: [id, account, 0] }),
    done: async () => {
      const [isMember] = await chain.client.readContract({
        address: accessManager,
        abi,
        functionName: 'hasRole',
        args: [id, account],
      })
      return isMember
    },
  }
}
