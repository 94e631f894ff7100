import { readFileSync } from 'node:fs'
import type { Address, Hex } from 'viem'
import { writeWhole } from './journal.ts'

/** The address file of one chain: what was deployed there and what it stands on. */
export type Deployment = {
  readonly chainId: number
  readonly name: string
  readonly role: 'hub' | 'spoke'
  readonly hubChainId: number
  /** Block of the first transaction: where logs begin. */
  readonly startBlock: number
  /** By contract name. */
  readonly contracts: Readonly<Record<string, Address>>
  readonly gateways: readonly { readonly family: number; readonly address: Address }[]
  readonly tokens: { readonly base: Address; readonly quote: Address }
  readonly oracle: {
    readonly basePush: Address
    readonly quotePush: Address
    readonly sequencer?: Address
    readonly pull: Address
    readonly basePullId: Hex
    readonly quotePullId: Hex
  }
  readonly venues: readonly { readonly id: number; readonly adapter: Address; readonly pool: Address }[]
  readonly market: number
}

export function writeDeployment(file: string, deployment: Deployment): void {
  writeWhole(file, deployment)
}

export function readDeployment(file: string): Deployment {
  return JSON.parse(readFileSync(file, 'utf8')) as Deployment
}

/** The address of a contract that has to be there. */
export function addressOf(deployment: Deployment, contract: string): Address {
  const address = deployment.contracts[contract]
  if (address === undefined) throw new Error(`${deployment.name} has no ${contract}`)
  return address
}
