import { abis } from '@gimbal/contracts'
import { type Abi, type Address, isAddressEqual } from 'viem'
import type { Network } from './network.ts'

/** The name of the contract at an address; those of spokes carry their chain. */
export function contractAt({ sites }: Network, address: Address): string | undefined {
  for (const { deployment } of sites) {
    const found = Object.entries(deployment.contracts).find(([, each]) => isAddressEqual(each, address))
    if (found !== undefined) return deployment.role === 'hub' ? found[0] : `${found[0]} of ${deployment.name}`
  }
  return undefined
}

/** The ABI of a contract by its name in the address file. */
export function abiOf(name: string): Abi | undefined {
  const [contract = ''] = name.split(' ')
  const known = contract === 'Timelock' ? 'GimbalTimelock' : contract
  return Object.hasOwn(abis, known) ? abis[known as keyof typeof abis] : undefined
}
