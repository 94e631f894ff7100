import { readFileSync } from 'node:fs'
import {
  type Address,
  encodeFunctionData,
  type Hex,
  keccak256,
  stringToHex,
  toFunctionSelector,
  zeroAddress,
} from 'viem'
import { artifact } from '../artifact.ts'
import type { DeployChain } from './chain.ts'
import { deployPlain } from './contract.ts'
import type { Deployment } from './deployment.ts'
import { DeployError } from './errors.ts'
import type { DaoInput } from './network.ts'
import { operateAtOnce } from './remote.ts'

const CLASSES = ['UPGRADE', 'BOUNDS', 'VALUE'] as const
const NO_DELAY = { value: 0, bounds: 0, upgrade: 0 }

type ClassTable = Readonly<Record<'VALUE' | 'BOUNDS', Readonly<Record<string, readonly string[]>>>>

/**
 * The timelock of the hub, the token and the Governor. Until `handOver` the delays are zero and the deploying key proposes.
 */
export async function deployDao(
  chain: DeployChain,
  deployer: Address,
  dao: DaoInput,
  at: (name: string) => Address,
): Promise<void> {
  const owner = chain.account.address
  await deployPlain(
    chain,
    deployer,
    'GimbalTimelock',
    [NO_DELAY, dao.delayFloors, [owner], [zeroAddress], at('RiskParameters'), at('ParameterRules')],
    'Timelock',
  )
  await deployPlain(chain, deployer, 'GimbalToken', [dao.grants])
  const { settings, floors, guardian } = dao
  await deployPlain(chain, deployer, 'GimbalGovernor', [
    { token: at('GimbalToken'), timelock: at('Timelock'), guardian, ...settings, floors },
  ])
}

/**
 * Gives the hub to the Governor in one operation: classes of calls, delays, roles, and the end of the deploying key's. Returns
 * false where that has been done.
 */
export async function handOver(
  chain: DeployChain,
  dao: DaoInput,
  { contracts, startBlock }: Deployment,
): Promise<boolean> {
  const timelock = contracts.Timelock ?? zeroAddress
  const governor = contracts.GimbalGovernor ?? zeroAddress
  const { abi } = artifact('GimbalTimelock')
  const role = (name: string): Hex => keccak256(stringToHex(name))
  const [proposer, canceller] = [role('PROPOSER_ROLE'), role('CANCELLER_ROLE')]
  const done = await chain.client.readContract({
    address: timelock,
    abi,
    functionName: 'hasRole',
    args: [proposer, governor],
  })
  if (done) return false
  const owner = chain.account.address
  const calls: readonly Hex[] = [
    ...classCalls(contracts),
    encodeFunctionData({ abi, functionName: 'grantRole', args: [proposer, governor] }),
    encodeFunctionData({ abi, functionName: 'grantRole', args: [canceller, governor] }),
    encodeFunctionData({ abi, functionName: 'revokeRole', args: [canceller, owner] }),
    encodeFunctionData({ abi, functionName: 'revokeRole', args: [proposer, owner] }),
    encodeFunctionData({ abi, functionName: 'setDelays', args: [dao.delays] }),
  ]
  await operateAtOnce(chain, timelock, calls, startBlock)
  return true
}

/** What contracts/access/classes.json says of calls that need not wait as long as an upgrade. */
function classCalls(contracts: Readonly<Record<string, Address>>): Hex[] {
  const text = readFileSync(new URL('../access/classes.json', import.meta.url), 'utf8')
  const table = JSON.parse(text) as ClassTable
  return Object.entries(table).flatMap(([name, targets]) =>
    Object.entries(targets).map(([contract, signatures]) => {
      const target = contracts[contract]
      if (target === undefined) {
        throw new DeployError(`Class ${name} names ${contract}, which is not deployed.`, 'Mend classes.json.')
      }
      const selectors = signatures.map((signature) => toFunctionSelector(`function ${signature}`))
      const args = [target, selectors, CLASSES.indexOf(name as 'VALUE')] as const
      return encodeFunctionData({ abi: artifact('GimbalTimelock').abi, functionName: 'setClass', args })
    }),
  )
}
