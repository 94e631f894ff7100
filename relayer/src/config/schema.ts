// SPDX-License-Identifier: MIT
import { type Address, getAddress, isAddress } from 'viem'
import { z } from 'zod'

export const address = z
  .string()
  .refine((value) => isAddress(value, { strict: false }), 'not an address')
  .transform((value): Address => getAddress(value))

export const endpoint = z.url({ protocol: /^(https?|wss?)$/ })

export const gateway = z.strictObject({ family: z.int().min(0).max(255), address })

export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const
export const logLevel = z.enum(LOG_LEVELS).default('info')

/** Contracts of a spoke; every chain has one. */
const spokeContracts = z.object({
  oracleRouter: address,
  hedgeTransport: address,
  spokeControl: address,
  spokeVault: address,
  hedgeExecutor: address,
  /** What votes of the hub act through; every chain but the hub has both. */
  remote: z.strictObject({ executor: address, timelock: address }).optional(),
  /** Families whose carrier this service also knows; empty where somebody else carries. */
  gateways: z.array(gateway).default([]),
})

/** Contracts of the home chain. */
const hubContracts = z.object({
  allocationBook: address,
  books: address,
  settlement: address,
  marginEngine: address,
  mandateBook: address,
  remoteOutbox: address,
  funding: address,
  riskParameters: address,
  volSurface: address,
})

const chain = z.strictObject({
  id: z.int().positive(),
  name: z.string().min(1),
  /** Tried in order; the first that answers is kept. */
  rpc: z.array(endpoint).min(1),
  /** Block of the first deployment: where logs begin. */
  startBlock: z.int().nonnegative().default(0),
  pollMs: z.int().min(50).max(60_000).default(2_000),
  /** Blocks after which a reorganisation is no longer expected. */
  finality: z.int().min(1).max(4_096).default(64),
  /** Most blocks one log query spans. */
  logRange: z.int().min(1).max(1_000_000).default(5_000),
  priorityFeeGwei: z.number().min(0).max(1_000).default(0.01),
  spoke: spokeContracts,
})

const market = z.strictObject({
  id: z.int().min(0),
  /** Where signed price updates come from: GET answers {price, time, updates[]}; none when prices are pushed in. */
  prices: endpoint.optional(),
})

/** How the relayer works; what it may do is governed on chain. */
const policy = z.strictObject({
  /** Share of a lease after which it is renewed; below one half. */
  renewLeaseAt: z.number().min(0.25).max(0.5).default(0.4),
  /** Share of reportAge after which a quiet spoke is asked for a report. */
  reportAt: z.number().min(0.05).max(0.9).default(0.3),
  /** Least seconds between a change of a ledger and the report that carries it. */
  reportDelay: z.int().min(0).max(86_400).default(60),
  /** Seconds after which an unconfirmed message is sent again. */
  resendAfter: z.int().min(10).max(86_400).default(1_800),
  /** Seconds after which an unmined transaction is broadcast again. */
  rebroadcastAfter: z.int().min(1).max(86_400).default(180),
  /** Seconds between two looks at vol, requirement and funding of a book. */
  reviewEvery: z.int().min(1).max(86_400).default(600),
  /** Half-width of the spot range for which quote is kept on a spoke. */
  fundRange: z.number().min(0.01).max(0.9).default(0.16),
  /** Quote is sent when less than this share of what is wanted is there. */
  fundBelow: z.number().min(0.1).max(1).default(0.6),
  /** Quote is called back when more than this multiple of what is wanted is there. */
  recallAbove: z.number().min(1.1).max(100).default(3),
  /** Share of a book's hub cash that is never sent away. */
  keepOnHub: z.number().min(0).max(1).default(0.05),
  /**
   * Gwei of the hub's coin that gateways may keep when the root of a spoke's batches is sent once more; 0: it is sent only
   * where that is free.
   */
  rootFeeGwei: z.int().min(0).max(1_000_000_000).default(0),
  /** The same for a spoke and day, whoever paid: then the rest of it waits. */
  rootFeesPerDayGwei: z.int().min(0).max(10_000_000_000).default(0),
  /** Seconds a hedge stays valid after its tick. */
  hedgeDeadline: z.int().min(10).max(3_600).default(600),
})

export const configSchema = z
  .strictObject({
    hub: z.int().positive(),
    hubContracts,
    chains: z.array(chain).min(1),
    markets: z.array(market).min(1),
    policy: policy.prefault({}),
    journal: z
      .strictObject({ file: z.string().min(1).optional(), postgres: z.string().min(1).optional() })
      .prefault({}),
    api: z
      .strictObject({
        host: z.string().min(1).default('127.0.0.1'),
        port: z.int().min(0).max(65_535).default(8_700),
      })
      .prefault({}),
    keystore: z.string().min(1).optional(),
    /** Niceness of the process, below zero: before others, where the system lets it. */
    nice: z.int().min(-20).max(19).default(-10),
    logLevel,
  })
  .superRefine((config, context) => {
    const ids = config.chains.map(({ id }) => id)
    if (new Set(ids).size !== ids.length) {
      context.addIssue({ code: 'custom', path: ['chains'], message: 'chain ids must differ', input: ids })
    }
    if (!ids.includes(config.hub)) {
      context.addIssue({
        code: 'custom',
        path: ['hub'],
        message: `must be one of chains (${ids.join(', ')})`,
        input: config.hub,
      })
    }
    for (const [at, { id, spoke }] of config.chains.entries()) {
      if (id === config.hub || spoke.remote || !ids.includes(config.hub)) continue
      context.addIssue({
        code: 'custom',
        path: ['chains', at, 'spoke', 'remote'],
        message: 'every chain but the hub needs the executor and the timelock of votes',
        input: spoke.remote,
      })
    }
  })

/** A checked configuration. */
export type Config = z.output<typeof configSchema>
/** What may be written: defaults left out. */
export type ConfigInput = z.input<typeof configSchema>
export type ChainConfig = Config['chains'][number]
export type Policy = Config['policy']
export type HubContracts = Config['hubContracts']
export type SpokeContracts = ChainConfig['spoke']
