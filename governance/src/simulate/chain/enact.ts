import { artifact } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import {
  type Abi,
  type Address,
  encodeAbiParameters,
  encodeFunctionData,
  type Hex,
  keccak256,
  type TransactionReceipt,
} from 'viem'
import type { Batch } from '../../lifecycle/batch.ts'
import { paymentOf } from '../../lifecycle/payment.ts'
import { NetworkError, read } from '../../network/network.ts'
import { proposalId } from '../../proposal.ts'
import type { Paid } from '../report/report.ts'
import { gatherVoters } from './electorate.ts'
import { ANYONE, type Ending, type Fork } from './fork.ts'

/** What a batch is known by, whatever its text. */
export function batchHash({ targets, values, calldatas }: Batch): Hex {
  const types = [{ type: 'address[]' }, { type: 'uint256[]' }, { type: 'bytes[]' }] as const
  return keccak256(encodeAbiParameters(types, [targets, values, calldatas]))
}

export type Enacted = {
  /** Seconds between the queue and the execution. */
  readonly waited: bigint
  /** What queueing changed: fields that are held. */
  readonly queued: TransactionReceipt
  readonly ending: Ending
  /** Where its calls carry coins. */
  readonly paid?: Paid
  /** When it was tried. */
  readonly time: bigint
}

/** Of the text on a fork, where nobody reads it: a proposal is the same whatever is said of it. */
const TEXT = '# Simulation'
const FOR = 1

/**
 * The whole way of a proposal on a fork of the hub, by the contracts themselves: proposed, voted, queued in the timelock, held
 * for as long as its calls have to wait.
 */
export async function queueOn(
  hub: Fork,
  batch: Batch,
): Promise<{ readonly queued: TransactionReceipt; readonly eta: bigint }> {
  const voters = await gatherVoters(hub)
  const [lead] = voters
  if (lead === undefined) throw new NetworkError('nobody holds votes')
  await hub.reach((await hub.now()) + 1n)
  await must(hub, lead, 'propose', [batch.targets, batch.values, batch.calldatas, TEXT])
  const id = idOf(batch)
  await hub.reach((await read<bigint>(hub.site, 'GimbalGovernor', 'proposalSnapshot', [id])) + 1n)
  for (const voter of voters) await must(hub, voter, 'castVote', [id, FOR])
  await hub.reach((await read<bigint>(hub.site, 'GimbalGovernor', 'proposalDeadline', [id])) + 1n)
  const queued = await must(hub, lead, 'queue', [id])
  return { queued, eta: await read<bigint>(hub.site, 'GimbalGovernor', 'proposalEta', [id]) }
}

/** Executes it when it is due; what it says when it fails is the contracts' own word. */
export async function executeOn(
  hub: Fork,
  batch: Batch,
  { queued, eta }: Awaited<ReturnType<typeof queueOn>>,
): Promise<Enacted> {
  const { timestamp } = await hub.site.client.getBlock({ blockNumber: queued.blockNumber })
  await hub.reach(eta)
  const payment = await paymentOf(hub.site, batch.values)
  const ending = await call(hub, ANYONE, 'execute', [idOf(batch)], payment?.due)
  const enacted = { waited: eta - timestamp, queued, ending, time: await hub.now() }
  if (payment === undefined || !ending.ok) return enacted
  const { carried, held, due } = payment
  const left = await hub.site.client.getBalance({ address: addressOf(hub.site.deployment, 'Timelock') })
  return { ...enacted, paid: { carried, brought: due, spent: held + due - left } }
}

async function call(
  hub: Fork,
  from: Address,
  functionName: string,
  args: readonly unknown[],
  value?: bigint,
): Promise<Ending> {
  const abi: Abi = artifact('GimbalGovernor').abi
  const governor = addressOf(hub.site.deployment, 'GimbalGovernor')
  return hub.send(from, governor, encodeFunctionData({ abi, functionName, args: [...args] }), value)
}

async function must(
  hub: Fork,
  from: Address,
  functionName: string,
  args: readonly unknown[],
): Promise<TransactionReceipt> {
  const ending = await call(hub, from, functionName, args)
  if (!ending.ok) throw new NetworkError(`${functionName} of the Governor ${ending.why}`)
  return ending.receipt
}

function idOf({ targets, values, calldatas }: Batch): bigint {
  return proposalId(targets, values, calldatas, TEXT)
}
