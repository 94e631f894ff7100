// SPDX-License-Identifier: MIT
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { configError } from '../config/config-error.ts'
import { gateway } from '../config/schema.ts'
import { GimbalError } from '../errors.ts'
import type { CarrierChain } from './options.ts'
import type { CarrierConfig } from './schema.ts'

/** What the carrier needs of an address file. */
const addressFile = z.object({
  chainId: z.int().positive(),
  name: z.string().min(1),
  startBlock: z.int().nonnegative(),
  gateways: z.array(gateway),
})

/** The configured chains with the gateways of the configured families, from the deployment's address files. */
export function carrierChains(config: CarrierConfig): readonly CarrierChain[] {
  return config.chains.map(({ id, ...chain }) => {
    const file = join(config.addresses, `${id}.json`)
    const { chainId, name, startBlock, gateways } = readAddressFile(file)
    if (chainId !== id) throw new GimbalError(`${file}: chainId = ${chainId}: must be ${id}`)
    const missing = config.families.find(({ family }) => !gateways.some((entry) => entry.family === family))
    if (missing) {
      const there = gateways.map(({ family }) => family).join(', ') || 'none'
      throw new GimbalError(`${file} has no gateway of family ${missing.family}; it has: ${there}`)
    }
    const wanted = new Set(config.families.map(({ family }) => family))
    return { ...chain, id, name, startBlock, gateways: gateways.filter(({ family }) => wanted.has(family)) }
  })
}

function readAddressFile(file: string): z.output<typeof addressFile> {
  let input: unknown
  try {
    input = JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new GimbalError(`the address file ${file} cannot be read: ${(cause as Error).message}`, { cause })
  }
  const parsed = addressFile.safeParse(input)
  if (!parsed.success) throw configError(parsed.error, input, file)
  return parsed.data
}
