import type { Abi, AbiFunction, AbiParameter } from 'viem'
import { artifact, type ContractName } from '../artifact.ts'
import { DeployError } from './errors.ts'

/** Values for initializers by the names of their fields. */
export type Wiring = Readonly<Record<string, unknown>>

/**
 * What `initialize` of a contract takes after its authority: the `Init` struct, each field taken from the wiring by its name
 * (neighbours know each other by one name), or nothing.
 */
export function initOf(name: ContractName, wiring: Wiring): readonly object[] {
  const initialize = (artifact(name).abi as Abi).find(
    (item): item is AbiFunction => item.type === 'function' && item.name === 'initialize',
  )
  const init = initialize?.inputs[1] as (AbiParameter & { components?: readonly AbiParameter[] }) | undefined
  if (init === undefined) return []
  const values: Record<string, unknown> = {}
  for (const { name: field } of init.components ?? []) {
    if (field === undefined || !(field in wiring)) {
      throw new DeployError(
        `Init of ${name} has a field "${field}" that the deployment cannot fill.`,
        'Name it like the others in contracts/deploy/plan.ts, or add it there.',
      )
    }
    values[field] = wiring[field]
  }
  return [values]
}
