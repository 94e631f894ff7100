// SPDX-License-Identifier: MIT
import { GimbalError } from '../errors.ts'

type Environment = Readonly<Record<string, string | undefined>>
type Layer = Readonly<Record<string, unknown>>

/** The entries that have a value, if there are any. */
export function defined(entries: Record<string, unknown>): Layer | undefined {
  const kept = Object.entries(entries).filter(([, value]) => value !== undefined)
  return kept.length > 0 ? Object.fromEntries(kept) : undefined
}

/** A port that a variable of the environment names. */
export function portOf(environment: Environment, name: string): number | undefined {
  const value = environment[name]
  if (value === undefined) return undefined
  const number = Number(value)
  if (value.trim() === '' || !Number.isInteger(number)) {
    throw new GimbalError(`${name} = ${value}: must be an integer from 0 to 65535`)
  }
  return number
}

/** `GIMBAL_RPC_10=https://a,https://b` replaces the endpoints of chain 10. */
export function withEndpoints(chains: unknown, environment: Environment): unknown {
  if (!Array.isArray(chains)) return undefined
  const list = chains as readonly { readonly id?: number }[]
  if (!list.some(({ id }) => environment[`GIMBAL_RPC_${id}`] !== undefined)) return undefined
  return list.map((chain) => {
    const urls = environment[`GIMBAL_RPC_${chain.id}`]
    return urls === undefined ? chain : { ...chain, rpc: urls.split(',') }
  })
}

/** What the environment sets of a configuration. The signing key is not part of it: see account.ts. */
export function environmentLayer(environment: Environment, base: Layer): Layer {
  const layer = defined({
    chains: withEndpoints(base.chains, environment),
    journal: defined({ postgres: environment.DATABASE_URL, file: environment.GIMBAL_JOURNAL }),
    api: defined({ host: environment.GIMBAL_API_HOST, port: portOf(environment, 'GIMBAL_API_PORT') }),
    keystore: environment.GIMBAL_KEYSTORE,
    logLevel: environment.GIMBAL_LOG_LEVEL,
  })
  return layer ?? {}
}
