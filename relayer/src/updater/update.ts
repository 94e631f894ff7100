// SPDX-License-Identifier: MIT
import type { Address, Hex, LocalAccount, TypedDataDefinition } from 'viem'
import { recoverTypedDataAddress } from 'viem'
import { z } from 'zod'
import type { ChainSmile } from './surface.ts'

/** What updaters sign: `Update` of `IVolSurface.updateSigned`. */
export interface Update {
  readonly market: number
  readonly smiles: readonly ChainSmile[]
  readonly nonce: bigint
  /** UNIX seconds. */
  readonly deadline: bigint
}

/** Whose signatures count: a contract on a chain. */
export interface Domain {
  readonly chainId: number
  readonly surface: Address
}

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

function typed({ chainId, surface }: Domain, message: Update) {
  return {
    domain: { name: 'Gimbal VolSurface', version: '1', chainId, verifyingContract: surface },
    types: TYPES,
    primaryType: 'Update',
    message,
  } as const satisfies TypedDataDefinition<typeof TYPES, 'Update'>
}

/** A signature and whose it is. */
export interface Signed {
  readonly signer: Address
  readonly signature: Hex
}

export async function signUpdate(domain: Domain, update: Update, account: LocalAccount): Promise<Signed> {
  return { signer: account.address, signature: await account.signTypedData(typed(domain, update)) }
}

/** Whoever has signed an update; undefined where nobody has. */
export async function signerOf(domain: Domain, update: Update, signature: Hex): Promise<Address | undefined> {
  try {
    return await recoverTypedDataAddress({ ...typed(domain, update), signature })
  } catch {
    return undefined
  }
}

/** The arguments of `VolSurface.updateSigned`: signatures by rising address. */
export function updateArguments({ market, smiles, nonce, deadline }: Update, signed: readonly Signed[]) {
  const ordered = signed.toSorted((a, b) => (BigInt(a.signer) < BigInt(b.signer) ? -1 : 1))
  return [market, smiles, nonce, deadline, ordered.map(({ signature }) => signature)] as const
}

const integer = z
  .string()
  .regex(/^-?\d{1,30}$/)
  .transform(BigInt)

/** An update and one signature over it, as JSON carries them between updaters. */
export const requestSchema = z.strictObject({
  update: z.strictObject({
    market: z.int().min(0).max(0xffffffff),
    smiles: z
      .array(
        z.strictObject({
          expiry: z.int().positive().max(0xffffffffff),
          a: integer,
          b: integer,
          rho: integer,
          m: integer,
          sigma: integer,
        }),
      )
      .min(1)
      .max(16),
    nonce: integer,
    deadline: integer,
  }),
  signature: z.string().regex(/^0x[0-9a-f]{130}$/) as unknown as z.ZodType<Hex>,
})
