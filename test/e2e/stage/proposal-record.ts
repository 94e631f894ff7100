import { artifact } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import type { Network } from '@gimbal/governance'
import type { Abi } from 'viem'
import { PROPOSAL_STATES } from '../../../governance/src/lifecycle/states.ts'

/** What the Governor says of its proposals at a block: nodes forget the state of old ones. */
export type ProposalRecord = {
  readonly block: number
  readonly time: bigint
  readonly proposals: readonly {
    readonly id: bigint
    readonly state: string | undefined
    /** Against, for, abstain. */
    readonly tally: readonly bigint[]
    /** Once the snapshot is over. */
    readonly quorum: bigint | undefined
  }[]
}

export async function recordProposals({ hub }: Network): Promise<ProposalRecord> {
  const { client, deployment } = hub
  const { number: blockNumber, timestamp } = await client.getBlock()
  const governor = {
    address: addressOf(deployment, 'GimbalGovernor'),
    abi: artifact('GimbalGovernor').abi as Abi,
  }
  const ask = async <T>(functionName: string, args: readonly unknown[]): Promise<T> =>
    (await client.readContract({ ...governor, functionName, args: [...args], blockNumber })) as T
  const made = await client.getContractEvents({
    ...governor,
    eventName: 'ProposalCreated',
    fromBlock: BigInt(deployment.startBlock),
    toBlock: blockNumber,
  })
  const proposals = made.map(async ({ args }) => {
    const { proposalId: id, voteStart } = args as unknown as { proposalId: bigint; voteStart: bigint }
    return {
      id,
      state: PROPOSAL_STATES[await ask<number>('state', [id])],
      tally: await ask<readonly bigint[]>('proposalVotes', [id]),
      quorum: timestamp > voteStart ? await ask<bigint>('quorum', [voteStart]) : undefined,
    }
  })
  return { block: Number(blockNumber), time: timestamp, proposals: await Promise.all(proposals) }
}
