import { artifact } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { type Address, getAbiItem, type Hex } from 'viem'
import { type Network, NetworkError, read } from '../network/network.ts'

/** A proposal as the Governor keeps it. */
export type Found = {
  readonly id: bigint
  /** From 1, in the order of proposing. */
  readonly number: number
  readonly proposer: Address
  readonly description: string
  readonly targets: readonly Address[]
  readonly values: readonly bigint[]
  readonly calldatas: readonly Hex[]
  readonly voteStart: bigint
  readonly voteEnd: bigint
}

/** The proposal of a number, an id or `latest`. */
export async function findProposal(network: Network, which: string): Promise<Found> {
  const { hub } = network
  const logs = await hub.client.getLogs({
    address: addressOf(hub.deployment, 'GimbalGovernor'),
    event: getAbiItem({ abi: artifact('GimbalGovernor').abi, name: 'ProposalCreated' }),
    fromBlock: BigInt(hub.deployment.startBlock),
  })
  const index =
    which === 'latest'
      ? logs.length - 1
      : logs.findIndex(({ args }, at) => `${at + 1}` === which || `${args.proposalId}` === which)
  const args = logs[index]?.args
  if (args === undefined) {
    throw new NetworkError(
      logs.length === 0
        ? `no proposal ${which}: nothing was put forward yet; gimbal-gov propose FILE does`
        : `no proposal ${which}: there are ${logs.length}; give a number from 1, an id or latest`,
    )
  }
  const { proposalId, proposer, description, targets, calldatas, voteStart, voteEnd } = args
  const values = await read<readonly [unknown, readonly bigint[]]>(hub, 'GimbalGovernor', 'proposalDetails', [
    proposalId,
  ])
  return {
    id: proposalId ?? 0n,
    number: index + 1,
    proposer: proposer ?? '0x',
    description: description ?? '',
    targets: targets ?? [],
    values: values[1],
    calldatas: calldatas ?? [],
    voteStart: voteStart ?? 0n,
    voteEnd: voteEnd ?? 0n,
  }
}
