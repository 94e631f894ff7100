import {
  type Address,
  concatHex,
  encodeAbiParameters,
  encodeFunctionData,
  getContractAddress,
  getCreate2Address,
  type Hex,
  keccak256,
  stringToHex,
} from 'viem'
import { artifact, creationCode } from '../artifact.ts'
import type { DeployChain } from './chain.ts'
import { DeployError } from './errors.ts'

/** The deterministic deployment proxy (github.com/Arachnid/deterministic-deployment-proxy), at one address on all chains. */
const CREATE2_FACTORY: Address = '0x4e59b44847b379578588920cA78FbF26c0B4956C'
/** Creation code of the one-shot proxy that CREATE3 goes through (solady). */
const ONE_SHOT_PROXY = keccak256('0x67363d3d37363d34f03d5260086018f3')

/** Address of the Create3Deployer that only `owner` may use: the same on every chain. */
export function create3Address(owner: Address): Address {
  return getCreate2Address({ from: CREATE2_FACTORY, salt: SALT, bytecode: create3Code(owner) })
}

/** Where a name will be deployed by the Create3Deployer at `deployer`. */
export function predict(deployer: Address, name: string): Address {
  const proxy = getCreate2Address({ from: deployer, salt: saltOf(name), bytecodeHash: ONE_SHOT_PROXY })
  return getContractAddress({ from: proxy, nonce: 1n })
}

/** Makes sure that the deployer of the chain's key is there. */
export async function ensureCreate3(chain: DeployChain): Promise<Address> {
  const at = create3Address(chain.account.address)
  if (await chain.hasCode(at)) return at
  if (!(await chain.hasCode(CREATE2_FACTORY))) {
    throw new DeployError(
      `Chain ${chain.id} lacks the deterministic deployment proxy at ${CREATE2_FACTORY}.`,
      'Deploy it first; its README has the signed transaction.',
    )
  }
  await chain.send('Create3Deployer', {
    to: CREATE2_FACTORY,
    data: concatHex([SALT, create3Code(chain.account.address)]),
  })
  return at
}

/** Deploys code under a name, unless something stands there already; returns its address. */
export async function deployAs(
  chain: DeployChain,
  deployer: Address,
  name: string,
  code: () => Hex,
): Promise<Address> {
  const at = predict(deployer, name)
  if (await chain.hasCode(at)) return at
  await chain.send(`deploy ${name}`, {
    to: deployer,
    data: encodeFunctionData({
      abi: artifact('Create3Deployer').abi,
      functionName: 'deploy',
      args: [saltOf(name), code()],
    }),
  })
  return at
}

const SALT = keccak256(stringToHex('gimbal'))

function saltOf(name: string): Hex {
  return keccak256(stringToHex(`gimbal:${name}`))
}

function create3Code(owner: Address): Hex {
  return concatHex([creationCode('Create3Deployer'), encodeAbiParameters([{ type: 'address' }], [owner])])
}
