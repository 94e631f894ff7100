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

/** Proposals by the operation that they became in the timelock. */
export async function proposalsByOperation(site: Site): Promise<ReadonlyMap<Hex, Behind>> {
  const { deployment, client } = site
  const [salts, proposals] = await Promise.all([
    client.getLogs({
      address: addressOf(deployment, 'Timelock'),
      event: getAbiItem({ abi: artifact('GimbalTimelock').abi, name: 'CallSalt' }),
      fromBlock: BigInt(deployment.startBlock),
      strict: true,
    }),
    proposalsBySalt(site),
  ])
  return new Map(
    salts.flatMap(({ args }): readonly [Hex, Behind][] => {
      const behind = proposals.get(args.salt)
      return behind === undefined ? [] : [[args.id, behind]]
    }),
  )
}

/** As GovernorTimelockControl mixes it. */
function saltOf(governor: Address, description: string): Hex {
  const mixed = (BigInt(governor) << 96n) ^ BigInt(keccak256(stringToHex(description)))
  return toHex(mixed, { size: 32 })
}
