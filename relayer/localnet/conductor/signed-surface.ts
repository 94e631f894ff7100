import type { Address, LocalAccount } from 'viem'
import type { ChainSmile } from './smiles.ts'

const TYPES = {
  Smile: [
    { name: 'expiry', type: 'uint40' },
    { name: 'a', type: 'int96' },
    { name: 'b', type: 'uint96' },
    { name: 'rho', type: 'int64' },
    { name: 'm', type: 'int96' },
    { name: 'sigma', type: 'uint96' },
  ],
  Update: [
    { name: 'market', type: 'uint32' },
    { name: 'smiles', type: 'Smile[]' },
    { name: 'nonce', type: 'uint64' },
    { name: 'deadline', type: 'uint64' },
  ],
} as const

export type SurfaceUpdate = {
  readonly market: number
  readonly smiles: readonly ChainSmile[]
  /** One more than that of the surface in force. */
  readonly nonce: bigint
  /** UNIX seconds. */
  readonly deadline: bigint
}

/** An update that every signer has signed: the arguments of `VolSurface.updateSigned`. Signers by rising address. */
export async function signSurface(
  chainId: number,
  surface: Address,
  update: SurfaceUpdate,
  signers: readonly LocalAccount[],
) {
  const typed = {
    domain: { name: 'Gimbal VolSurface', version: '1', chainId, verifyingContract: surface },
    types: TYPES,
    primaryType: 'Update',
    message: update,
  } as const
  const signatures = await Promise.all(signers.map((signer) => signer.signTypedData(typed)))
  return [update.market, update.smiles, update.nonce, update.deadline, signatures] as const
}
