import { artifact } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { type Abi, encodeFunctionData, getAbiItem, type Hex, type TransactionReceipt, zeroHash } from 'viem'
import { proposalsBySalt } from '../../lifecycle/operations.ts'
import { read } from '../../network/network.ts'
import type { Batch } from './enact.ts'
import { ANYONE, type Ending, type Fork } from './fork.ts'

/** What waits in the timelock already. */
export type Waiting = Batch & {
  readonly operation: Hex
  readonly eta: bigint
  /** Of the proposal; an operation that no proposal has scheduled has none. */
  readonly title?: string
  readonly proposal?: bigint
  readonly predecessor: Hex
  readonly salt: Hex
}

/** That a transaction was refused. */
export type Refusal = Extract<Ending, { ok: false }>

/** What became of one of them. */
export type Passed = Waiting & { readonly why?: string; readonly receipt?: TransactionReceipt }

/** Operations that are scheduled and neither done nor cancelled, in the order in which they fall due. */
export async function waitingOn(hub: Fork): Promise<readonly Waiting[]> {
  const { site } = hub
  const { abi } = artifact('GimbalTimelock')
  const from = {
    address: addressOf(site.deployment, 'Timelock'),
    fromBlock: BigInt(site.deployment.startBlock),
    strict: true,
  } as const
  const [scheduled, salts, proposals] = await Promise.all([
    site.client.getLogs({ ...from, event: getAbiItem({ abi, name: 'CallScheduled' }) }),
    site.client.getLogs({ ...from, event: getAbiItem({ abi, name: 'CallSalt' }) }),
    proposalsBySalt(site),
  ])
  const operations = [...new Set(scheduled.map(({ args }) => args.id))]
  const found = await Promise.all(
    operations.map(async (operation): Promise<Waiting | undefined> => {
      if (!(await read<boolean>(site, 'GimbalTimelock', 'isOperationPending', [operation]))) return undefined
      const calls = scheduled
        .filter(({ args }) => args.id === operation)
        .toSorted((a, b) => Number(a.args.index - b.args.index))
      const salt = salts.find(({ args }) => args.id === operation)?.args.salt ?? zeroHash
      return {
        operation,
        eta: await read<bigint>(site, 'GimbalTimelock', 'getTimestamp', [operation]),
        targets: calls.map(({ args }) => args.target),
        values: calls.map(({ args }) => args.value),
        calldatas: calls.map(({ args }) => args.data),
        predecessor: calls[0]?.args.predecessor ?? zeroHash,
        salt,
        ...proposals.get(salt),
      }
    }),
  )
  return found
    .filter((each) => each !== undefined)
    .toSorted((a, b) => Number(a.eta - b.eta) || (a.operation < b.operation ? -1 : 1))
}

/** Executes one when it is due, as anyone may. `explain` finds words for a refusal. */
export async function passOn(
  hub: Fork,
  waiting: Waiting,
  explain: (ending: Refusal) => Promise<string>,
): Promise<Passed> {
  const { proposal, targets, values, calldatas, predecessor, salt, eta } = waiting
  const { deployment } = hub.site
  await hub.reach(eta)
  const [to, data] =
    proposal === undefined
      ? [
          addressOf(deployment, 'Timelock'),
          encode('GimbalTimelock', 'executeBatch', [targets, values, calldatas, predecessor, salt]),
        ]
      : [addressOf(deployment, 'GimbalGovernor'), encode('GimbalGovernor', 'execute', [proposal])]
  const ending = await hub.send(ANYONE, to, data)
  return ending.ok ? { ...waiting, receipt: ending.receipt } : { ...waiting, why: await explain(ending) }
}

function encode(contract: 'GimbalTimelock' | 'GimbalGovernor', functionName: string, args: unknown[]): Hex {
  const abi: Abi = artifact(contract).abi
  return encodeFunctionData({ abi, functionName, args })
}
