// SPDX-License-Identifier: MIT
import { configError } from '../config/config-error.ts'
import { defined, portOf, withEndpoints } from '../config/environment.ts'
import { type ConfigSources, readLayers } from '../config/load.ts'
import { type CarrierConfig, carrierSchema } from './schema.ts'

/** One configuration from file, environment and flags, checked. Variables of the carrier alone begin with GIMBAL_CARRIER. */
export function loadCarrierConfig({ file, environment, flags }: ConfigSources): CarrierConfig {
  const { input, source } = readLayers(
    { file: file ?? environment.GIMBAL_CARRIER_CONFIG, environment, ...(flags ? { flags } : {}) },
    (from, base) =>
      defined({
        addresses: from.GIMBAL_ADDRESSES,
        chains: withEndpoints(base.chains, from),
        api: defined({
          host: from.GIMBAL_CARRIER_API_HOST,
          port: portOf(from, 'GIMBAL_CARRIER_API_PORT'),
        }),
        keystore: from.GIMBAL_CARRIER_KEYSTORE,
        logLevel: from.GIMBAL_LOG_LEVEL,
      }) ?? {},
  )
  const parsed = carrierSchema.safeParse(input)
  if (!parsed.success) throw configError(parsed.error, input, source)
  return parsed.data
}
