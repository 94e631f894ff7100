// SPDX-License-Identifier: MIT
import { createDecipheriv, pbkdf2Sync, scryptSync, timingSafeEqual } from 'node:crypto'
import { type Hex, hexToBytes, keccak256, toHex } from 'viem'
import { z } from 'zod'
import { GimbalError } from '../errors.ts'

const hex = z.string().regex(/^[0-9a-f]*$/i, 'must be hex')

/** The Web3 Secret Storage format, version 3. */
const schema = z.object({
  version: z.literal(3),
  crypto: z.object({
    cipher: z.literal('aes-128-ctr'),
    ciphertext: hex,
    cipherparams: z.object({ iv: hex }),
    mac: hex,
    kdf: z.enum(['scrypt', 'pbkdf2']),
    kdfparams: z.object({
      salt: hex,
      dklen: z.literal(32),
      n: z.int().positive().optional(),
      r: z.int().positive().optional(),
      p: z.int().positive().optional(),
      c: z.int().positive().optional(),
    }),
  }),
})

type Crypto = z.output<typeof schema>['crypto']

function derive({ kdf, kdfparams }: Crypto, password: string): Buffer {
  const { salt, n, r, p, c } = kdfparams
  const bytes = Buffer.from(salt, 'hex')
  if (kdf === 'pbkdf2') return pbkdf2Sync(password, bytes, c ?? 262_144, 32, 'sha256')
  const cost = { N: n ?? 262_144, r: r ?? 8, p: p ?? 1 }
  return scryptSync(password, bytes, 32, { ...cost, maxmem: 256 * cost.N * cost.r })
}

/** Opens a keystore with its password. */
export function openKeystore(text: string, password: string): Hex {
  const parsed = schema.safeParse(JSON.parse(text.toLowerCase()))
  if (!parsed.success) throw new GimbalError('the keystore is not of version 3', { cause: parsed.error })
  const { crypto } = parsed.data
  const key = derive(crypto, password)
  const ciphertext = Buffer.from(crypto.ciphertext, 'hex')
  const mac = hexToBytes(keccak256(Buffer.concat([key.subarray(16, 32), ciphertext])))
  if (!timingSafeEqual(mac, Buffer.from(crypto.mac, 'hex'))) {
    throw new GimbalError('the password does not open the keystore')
  }
  const cipher = createDecipheriv(
    'aes-128-ctr',
    key.subarray(0, 16),
    Buffer.from(crypto.cipherparams.iv, 'hex'),
  )
  return toHex(Buffer.concat([cipher.update(ciphertext), cipher.final()]))
}
