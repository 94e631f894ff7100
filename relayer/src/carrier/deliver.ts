// SPDX-License-Identifier: MIT
import { iLocalGatewayAbi } from '@gimbal/contracts'
import { type Address, encodeFunctionData, size } from 'viem'
import type { Intent } from '../chain/intent.ts'
import { attest } from './attest.ts'
import type { InFlight } from './in-flight.ts'
import type { CarrierOptions } from './options.ts'

const GAS = 6_000_000n
/**
 * A config is the largest thing that travels. One that waits is written twice: whole, and what of it tightens. The largest there can
 * be takes 15.5 million (test/contracts/governance/spoke/TightenedConfigs.t.sol), and a transaction 16.7 (EIP-7825).
 */
const BYTE_GAS = 420n

/** The delivery of a message, signed by its family. */
export async function deliveryIntent(
  { chains, attesters }: CarrierOptions,
  { message, packet }: InFlight,
): Promise<Intent | undefined> {
  const target = chains.find(({ id }) => id === message.toChain)
  const gateway: Address | undefined = target?.gateways.find(
    ({ family }) => family === message.family,
  )?.address
  const family = attesters.get(message.family)
  if (!gateway || !family) return undefined
  const signatures = await attest(family, message.sendId, { chain: message.toChain, gateway })
  return {
    chain: message.toChain,
    key: message.sendId,
    purpose: 'deliver',
    to: gateway,
    data: encodeFunctionData({ abi: iLocalGatewayAbi, functionName: 'deliver', args: [packet, signatures] }),
    gas: GAS + BYTE_GAS * BigInt(size(packet.payload)),
  }
}
