import {
  type Abi,
  type Address,
  concatHex,
  encodeAbiParameters,
  encodeDeployData,
  encodeFunctionData,
  type Hex,
  keccak256,
} from 'viem'
import { artifact, type ContractName, creationCode } from '../artifact.ts'
import type { DeployChain } from './chain.ts'
import { deployAs } from './create3.ts'

/** Deploys a contract that is not upgradeable. */
export async function deployPlain(
  chain: DeployChain,
  deployer: Address,
  name: ContractName,
  args: readonly unknown[],
  as: string = name,
): Promise<Address> {
  const bytecode = await linked(chain, deployer, name)
  return deployAs(chain, deployer, as, () =>
    encodeDeployData({ abi: artifact(name).abi as Abi, bytecode, args: [...args] }),
  )
}

/**
 * Deploys the implementation, named after its code so that a later version gets an address of its own, and the proxy that
 * is initialized as it is created.
 */
export async function deployProxied(
  chain: DeployChain,
  deployer: Address,
  name: ContractName,
  initializer: readonly unknown[],
): Promise<Address> {
  const bytecode = await linked(chain, deployer, name)
  const implementation = await deployAs(
    chain,
    deployer,
    `${name} implementation ${keccak256(bytecode).slice(0, 18)}`,
    () => bytecode,
  )
  return deployAs(chain, deployer, name, () => {
    const initialize = encodeFunctionData({
      abi: artifact(name).abi as Abi,
      functionName: 'initialize',
      args: [...initializer],
    })
    const args = encodeAbiParameters([{ type: 'address' }, { type: 'bytes' }], [implementation, initialize])
    return concatHex([creationCode('ERC1967Proxy'), args])
  })
}

/** Creation code with its libraries deployed and linked. */
async function linked(chain: DeployChain, deployer: Address, name: ContractName): Promise<Hex> {
  const libraries: Record<string, Address> = {}
  for (const library of Object.keys(artifact(name).links) as ContractName[]) {
    const bytecode = await linked(chain, deployer, library)
    const as = `${library} library ${keccak256(bytecode).slice(0, 18)}`
    libraries[library] = await deployAs(chain, deployer, as, () => bytecode)
  }
  return creationCode(name, libraries)
}
