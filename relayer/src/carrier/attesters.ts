// SPDX-License-Identifier: MIT
import type { LocalAccount } from 'viem'
import { keyAccount, keystoreAccount } from '../config/account.ts'
import type { ConfigSources } from '../config/load.ts'
import { GimbalError } from '../errors.ts'
import type { CarrierConfig } from './schema.ts'

/**
 * The attesters of every configured family: keystores of its own, or the keys in GIMBAL_ATTESTERS_<family>, with commas
 * between. Families share no key, or k of them would be fewer than k.
 */
export function loadAttesters(
  { families }: Pick<CarrierConfig, 'families'>,
  environment: ConfigSources['environment'],
): ReadonlyMap<number, readonly LocalAccount[]> {
  const familyOf = new Map<string, number>()
  return new Map(
    families.map(({ family, keystores }) => {
      const name = `GIMBAL_ATTESTERS_${family}`
      const keys = environment[name]
      if (keystores === undefined && keys === undefined) {
        throw new GimbalError(`set ${name} or keystores of family ${family}`)
      }
      const accounts = keystores
        ? keystores.map((file) => keystoreAccount(file, environment, `${name}_PASSWORD`))
        : (keys ?? '').split(',').map((key, at) => keyAccount(key.trim(), `${name}, key ${at + 1},`))
      for (const { address } of accounts) {
        const other = familyOf.get(address)
        if (other !== undefined) {
          throw new GimbalError(
            other === family
              ? `family ${family} has the attester ${address} twice`
              : `families ${other} and ${family} share the attester ${address}`,
          )
        }
        familyOf.set(address, family)
      }
      return [family, accounts]
    }),
  )
}
