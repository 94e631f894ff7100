// SPDX-License-Identifier: MIT
import { readFileSync } from 'node:fs'
import { type Hex, isHex, type LocalAccount } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { GimbalError } from '../errors.ts'
import { openKeystore } from './keystore.ts'

export interface AccountSources {
  readonly keystore?: string | undefined
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** The relayer's signing account, from a keystore file or GIMBAL_PRIVATE_KEY. No error shows the key. */
export function loadAccount({ keystore, environment }: AccountSources): LocalAccount {
  if (keystore !== undefined) {
    const password = environment.GIMBAL_KEYSTORE_PASSWORD
    if (password === undefined) {
      throw new GimbalError('GIMBAL_KEYSTORE_PASSWORD is not set', { facts: { keystore } })
    }
    return privateKeyToAccount(openKeystore(readFileSync(keystore, 'utf8'), password))
  }
  const key = environment.GIMBAL_PRIVATE_KEY
  if (key === undefined) throw new GimbalError('set GIMBAL_PRIVATE_KEY or keystore')
  if (!isHex(key) || key.length !== 66) {
    throw new GimbalError('GIMBAL_PRIVATE_KEY must be 32 bytes in hex, 0x first')
  }
  return privateKeyToAccount(key as Hex)
}
