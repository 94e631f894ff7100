// SPDX-License-Identifier: MIT
import { configError } from '../config/config-error.ts'
import { defined, portOf } from '../config/environment.ts'
import { type ConfigSources, readLayers } from '../config/load.ts'
import { type UpdaterConfig, updaterSchema } from './schema.ts'

/** One configuration from file, environment and flags, checked. Variables of the updater alone begin with GIMBAL_UPDATER. */
export function loadUpdaterConfig({ file, environment, flags }: ConfigSources): UpdaterConfig {
  const { input, source } = readLayers(
    { file: file ?? environment.GIMBAL_UPDATER_CONFIG, environment, ...(flags ? { flags } : {}) },
    (from, base) => {
      const id = (base.chain as { readonly id?: number } | undefined)?.id
      return (
        defined({
          chain: defined({ rpc: from[`GIMBAL_RPC_${id}`]?.split(',') }),
          peers: from.GIMBAL_UPDATER_PEERS?.split(','),
          api: defined({
            host: from.GIMBAL_UPDATER_API_HOST,
            port: portOf(from, 'GIMBAL_UPDATER_API_PORT'),
          }),
          keystore: from.GIMBAL_UPDATER_KEYSTORE,
          logLevel: from.GIMBAL_LOG_LEVEL,
        }) ?? {}
      )
    },
  )
  const parsed = updaterSchema.safeParse(input)
  if (!parsed.success) throw configError(parsed.error, input, source)
  return parsed.data
}
