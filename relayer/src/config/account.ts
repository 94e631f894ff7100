// SPDX-License-Identifier: MIT
import { readFileSync } from 'node:fs'
import { type Hex, isHex, type LocalAccount } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { GimbalError } from '../errors.ts'
import { openKeystore } from './keystore.ts'

type Environment = Readonly<Record<string, string | undefined>>

export interface AccountSources {
  readonly keystore?: string | undefined
  readonly environment: Environment
  /** How the variables of this account begin; `GIMBAL` unless said otherwise. */
  readonly prefix?: string
}

/** A signing account, from a keystore file or PREFIX_PRIVATE_KEY. No error shows the key. */
export function loadAccount({ keystore, environment, prefix = 'GIMBAL' }: AccountSources): LocalAccount {
  if (keystore !== undefined) return keystoreAccount(keystore, environment, `${prefix}_KEYSTORE_PASSWORD`)
  const name = `${prefix}_PRIVATE_KEY`
  const key = environment[name]
  if (key === undefined) throw new GimbalError(`set ${name} or keystore`)
  return keyAccount(key, name)
}

/** The account of a keystore file whose password is in a variable. */
export function keystoreAccount(keystore: string, environment: Environment, password: string): LocalAccount {
  const secret = environment[password]
  if (secret === undefined) throw new GimbalError(`${password} is not set`, { facts: { keystore } })
  let text: string
  try {
    text = readFileSync(keystore, 'utf8')
  } catch (cause) {
    throw new GimbalError(`the keystore ${keystore} cannot be read`, { cause })
  }
  return privateKeyToAccount(openKeystore(text, secret))
}

/** The account of a key; `name` is where it came from, for errors. */
export function keyAccount(key: string, name: string): LocalAccount {
  if (!isHex(key) || key.length !== 66) throw new GimbalError(`${name} must be 32 bytes in hex, 0x first`)
  try {
    return privateKeyToAccount(key as Hex)
  } catch {
    // what it throws shows the key
    throw new GimbalError(`${name} is not a private key of secp256k1`)
  }
}
