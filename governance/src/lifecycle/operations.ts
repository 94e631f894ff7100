import { artifact } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import { type Address, getAbiItem, type Hex, keccak256, stringToHex, toHex } from 'viem'
import type { Site } from '../network/network.ts'
import { titleOf } from './title.ts'

/** A proposal behind an operation of the timelock. */
export type Behind = { readonly proposal: bigint; readonly number: number; readonly title: string }

/** Proposals by the salt of their operation. */
export async function proposalsBySalt({ deployment, client }: Site): Promise<ReadonlyMap<Hex, Behind>> {
  const governor = addressOf(deployment, 'GimbalGovernor')
  const logs = await client.getLogs({
    address: governor,
    event: getAbiItem({ abi: artifact('GimbalGovernor').abi, name: 'ProposalCreated' }),
    fromBlock: BigInt(deployment.startBlock),
    strict: true,
  })
  return new Map(
    logs.map(({ args }, at) => [
      saltOf(governor, args.description),
      { proposal: args.proposalId, number: at + 1, title: titleOf(args.description) },
    ]),
  )
}

/** Proposals by the transaction that carried them out, at the Governor or at the timelock itself. */
export async function proposalsByExecution(site: Site): Promise<ReadonlyMap<Hex, Behind>> {
  const { deployment, client } = site
  const { abi } = artifact('GimbalTimelock')
  const from = {
    address: addressOf(deployment, 'Timelock'),
    fromBlock: BigInt(deployment.startBlock),
    strict: true,
  } as const
  const [executed, salts, proposals] = await Promise.all([
    client.getLogs({ ...from, event: getAbiItem({ abi, name: 'CallExecuted' }) }),
    client.getLogs({ ...from, event: getAbiItem({ abi, name: 'CallSalt' }) }),
    proposalsBySalt(site),
  ])
  const saltOfOperation = new Map(salts.map(({ args }) => [args.id, args.salt]))
  return new Map(
    executed.flatMap(({ args, transactionHash }): readonly [Hex, Behind][] => {
      const salt = saltOfOperation.get(args.id)
      const behind = salt === undefined ? undefined : proposals.get(salt)
      return behind === undefined ? [] : [[transactionHash, behind]]
    }),
  )
}

/** As GovernorTimelockControl mixes it. */
function saltOf(governor: Address, description: string): Hex {
  const mixed = (BigInt(governor) << 96n) ^ BigInt(keccak256(stringToHex(description)))
  return toHex(mixed, { size: 32 })
}
