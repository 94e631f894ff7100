import { artifact } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { getAbiItem, type Hex, zeroHash } from 'viem'
import { read, type Site } from '../network/network.ts'
import type { Batch } from './batch.ts'
import { proposalsBySalt } from './operations.ts'

/** What waits in the timelock already. */
export type Waiting = Batch & {
  readonly operation: Hex
  readonly eta: bigint
  /** Of the proposal; an operation that no proposal has scheduled has none. */
  readonly title?: string
  readonly proposal?: bigint
  readonly number?: number
  readonly predecessor: Hex
  readonly salt: Hex
}

/** Operations that are scheduled and neither done nor cancelled, in the order in which they fall due. */
export async function waitingOn(site: Site): Promise<readonly Waiting[]> {
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
