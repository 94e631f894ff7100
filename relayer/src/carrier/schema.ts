// SPDX-License-Identifier: MIT
import { z } from 'zod'
import { endpoint, logLevel } from '../config/schema.ts'
import { delaySchema } from './delay.ts'

const chain = z.strictObject({
  id: z.int().positive(),
  /** Tried in order; the first that answers is kept. */
  rpc: z.array(endpoint).min(1),
  /** Most blocks one log query spans. */
  logRange: z.int().min(1).max(1_000_000).default(5_000),
  /** Blocks on top of a message before it is signed for. */
  confirmations: z.int().min(0).max(4_096).default(0),
  priorityFeeGwei: z.number().min(0).max(1_000).default(0.01),
})

const family = z.strictObject({
  family: z.int().min(0).max(255),
  /** Keystore files of its attesters, all with one password; without them the keys come from the environment. */
  keystores: z.array(z.string().min(1)).min(1).optional(),
})

/** The values of a key that occur more than once. */
function repeated(values: readonly number[]): readonly number[] {
  return [...new Set(values.filter((value, at) => values.indexOf(value) !== at))]
}

export const carrierSchema = z
  .strictObject({
    /** Folder of the deployment's address files, one a chain: gateways and first blocks. */
    addresses: z.string().min(1),
    /** Chains between which messages are carried. */
    chains: z.array(chain).min(2),
    /** Families it signs for. */
    families: z.array(family).min(1),
    /** Latency of a simulated bridge; without it a message is delivered as soon as its destination's clock has reached it. */
    delay: delaySchema.optional(),
    /** Milliseconds between two looks. */
    pollMs: z.int().min(50).max(60_000).default(2_000),
    api: z
      .strictObject({
        host: z.string().min(1).default('127.0.0.1'),
        port: z.int().min(0).max(65_535).default(8_701),
      })
      .prefault({}),
    /** Of the account that pays for deliveries. */
    keystore: z.string().min(1).optional(),
    logLevel,
  })
  .superRefine((config, context) => {
    for (const id of repeated(config.chains.map((entry) => entry.id))) {
      context.addIssue({ code: 'custom', path: ['chains'], message: `chain ${id} is there twice` })
    }
    for (const id of repeated(config.families.map((entry) => entry.family))) {
      context.addIssue({ code: 'custom', path: ['families'], message: `family ${id} is there twice` })
    }
  })

/** A checked configuration of the carrier. */
export type CarrierConfig = z.output<typeof carrierSchema>
/** What may be written: defaults left out. */
export type CarrierConfigInput = z.input<typeof carrierSchema>
