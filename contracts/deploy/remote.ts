import {
  type Address,
  encodeFunctionData,
  type Hex,
  keccak256,
  stringToHex,
  zeroAddress,
  zeroHash,
} from 'viem'
import { artifact } from '../artifact.ts'
import type { DeployChain } from './chain.ts'
import { deployPlain } from './contract.ts'
import type { Deployment } from './deployment.ts'
import type { ChainInput, NetworkInput } from './network.ts'

const { abi } = artifact('TimelockController')

/** Roles of OpenZeppelin's TimelockController. */
const role = (name: 'PROPOSER' | 'CANCELLER'): Hex => keccak256(stringToHex(`${name}_ROLE`))

/** The timelock of a spoke: anyone executes; until `handOverSpoke` the delay is zero and the deploying key proposes. */
export async function deploySpokeTimelock(chain: DeployChain, deployer: Address): Promise<void> {
  const args = [0n, [chain.account.address], [zeroAddress], zeroAddress]
  await deployPlain(chain, deployer, 'TimelockController', args, 'Timelock')
}

/** What takes the votes of the hub; it may call all that was deployed on the spoke. */
export async function deployRemoteExecutor(
  network: NetworkInput,
  input: ChainInput,
  chain: DeployChain,
  deployer: Address,
  at: Readonly<Record<string, Address>>,
): Promise<void> {
  const { guardian, recovery, terms } = network.remote
  const init = {
    chain: BigInt(input.id),
    hub: BigInt(network.chains[0].id),
    timelock: at.Timelock,
    transport: at.HedgeTransport,
    spokeControl: at.SpokeControl,
    guardian,
    recovery,
    predecessor: zeroAddress,
    terms,
    targets: Object.values(at),
  }
  await deployPlain(chain, deployer, 'RemoteExecutor', [init])
}

/** Whether the deploying key has no say in a timelock any more. */
export async function isHandedOver(chain: DeployChain, timelock: Address): Promise<boolean> {
  const args = [role('PROPOSER'), chain.account.address] as const
  return !(await chain.client.readContract({ address: timelock, abi, functionName: 'hasRole', args }))
}

/**
 * Gives a spoke to the votes of the hub in one operation: the executor proposes and cancels, the control contract lets configs
 * wait, the deploying key does neither, and operations have a delay. Returns false where that has been done.
 */
export async function handOverSpoke(
  chain: DeployChain,
  delay: number,
  { contracts, startBlock }: Deployment,
): Promise<boolean> {
  const timelock = contracts.Timelock ?? zeroAddress
  const executor = contracts.RemoteExecutor ?? zeroAddress
  const control = contracts.SpokeControl ?? zeroAddress
  if (await isHandedOver(chain, timelock)) return false
  const owner = chain.account.address
  const grant = (of: 'PROPOSER' | 'CANCELLER', to: Address) =>
    encodeFunctionData({ abi, functionName: 'grantRole', args: [role(of), to] })
  const revoke = (of: 'PROPOSER' | 'CANCELLER') =>
    encodeFunctionData({ abi, functionName: 'revokeRole', args: [role(of), owner] })
  const calls: readonly Hex[] = [
    grant('PROPOSER', executor),
    grant('CANCELLER', executor),
    // For configs that loosen, and nothing else: it has no other call that schedules.
    grant('PROPOSER', control),
    revoke('CANCELLER'),
    revoke('PROPOSER'),
    encodeFunctionData({ abi, functionName: 'updateDelay', args: [BigInt(delay)] }),
  ]
  await operateAtOnce(chain, timelock, calls, startBlock)
  return true
}

/** The calls that hand a timelock over, to itself while it has no delay, as its one open operation. */
export async function operateAtOnce(
  chain: DeployChain,
  timelock: Address,
  calls: readonly Hex[],
  startBlock: number,
): Promise<void> {
  const parts = [calls.map(() => timelock), calls.map(() => 0n), calls, zeroHash, zeroHash] as const
  const contract = { address: timelock, abi } as const
  const id = await chain.client.readContract({ ...contract, functionName: 'hashOperationBatch', args: parts })
  await cancelPending(chain, timelock, startBlock, id)
  if (!(await chain.client.readContract({ ...contract, functionName: 'isOperation', args: [id] }))) {
    await chain.send('hand over: schedule', {
      to: timelock,
      data: encodeFunctionData({ abi, functionName: 'scheduleBatch', args: [...parts, 0n] }),
    })
  }
  await chain.send('hand over: execute', {
    to: timelock,
    data: encodeFunctionData({ abi, functionName: 'executeBatch', args: parts }),
  })
}

/**
 * Cancels what the deploying key has scheduled and not executed, as a run with another network file may leave it: anyone could
 * execute it after the hand-over.
 */
async function cancelPending(
  chain: DeployChain,
  timelock: Address,
  startBlock: number,
  kept: Hex,
): Promise<void> {
  const contract = { address: timelock, abi } as const
  const fromBlock = BigInt(startBlock)
  const events = await chain.client.getContractEvents({
    ...contract,
    eventName: 'CallScheduled',
    fromBlock,
    strict: true,
  })
  for (const id of new Set(events.map(({ args }) => args.id))) {
    const args = [id] as const
    if (id === kept) continue
    if (!(await chain.client.readContract({ ...contract, functionName: 'isOperationPending', args })))
      continue
    await chain.send(`cancel ${id}, which an earlier run left`, {
      to: timelock,
      data: encodeFunctionData({ abi, functionName: 'cancel', args }),
    })
  }
}
