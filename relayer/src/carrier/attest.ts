// SPDX-License-Identifier: MIT
import { type Address, encodeAbiParameters, type Hex, keccak256, type LocalAccount } from 'viem'

const bound = [{ type: 'bytes32' }, { type: 'uint64' }, { type: 'address' }] as const

/** Signatures of a family's attesters over a send id bound to its destination, in the order the gateway wants: by address. */
export async function attest(
  attesters: readonly LocalAccount[],
  sendId: Hex,
  destination: { readonly chain: number; readonly gateway: Address },
): Promise<readonly Hex[]> {
  const raw = keccak256(encodeAbiParameters(bound, [sendId, BigInt(destination.chain), destination.gateway]))
  const rising = attesters.toSorted((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1))
  return Promise.all(rising.map((attester) => attester.signMessage({ message: { raw } })))
}
