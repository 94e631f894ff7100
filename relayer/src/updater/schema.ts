// SPDX-License-Identifier: MIT
import { z } from 'zod'
import { address, endpoint, logLevel } from '../config/schema.ts'

/** How vol bends away from the money: see `SmileShape`. Flat unless said otherwise. */
const shape = z
  .strictObject({
    wings: z.number().min(0).max(10).default(0),
    rho: z.number().min(-0.99).max(0.99).default(0),
    m: z.number().min(-1).max(1).default(0),
    sigma: z.number().min(0.05).max(5).default(0.3),
  })
  .superRefine(({ wings, rho, m, sigma }, context) => {
    const least = 1 + wings * (sigma * Math.sqrt(1 - rho * rho) - Math.hypot(m, sigma) + rho * m)
    if (least < 0.05) {
      context.addIssue({
        code: 'custom',
        path: ['wings'],
        message: `the bottom of the smile has ${least.toFixed(2)} of the variance at the money; 0.05 at least`,
      })
    }
  })

const when = z
  .strictObject({
    /** Seconds between two updates when little happens; well within the surface's `maxAge`. */
    every: z.int().min(60).max(86_400).default(3_600),
    /** Relative difference of vol from the forecast at which an update does not wait for that. */
    deviation: z.number().min(0.001).max(1).default(0.05),
    /** Seconds between two looks at the chain, and least between two updates. */
    pause: z.int().min(10).max(3_600).default(300),
    /** Seconds each next updater waits for the one whose turn it is. */
    takeover: z.int().min(10).max(86_400).default(300),
    /** Seconds a signature is good for. */
    validity: z.int().min(30).max(86_400).default(900),
    /** Relative difference of vol up to which a peer's surface is signed. */
    tolerance: z.number().min(0.001).max(1).default(0.05),
  })
  .prefault({})

export const updaterSchema = z.strictObject({
  /** The home chain. */
  chain: z.strictObject({
    id: z.int().positive(),
    /** Tried in order; the first that answers is kept. */
    rpc: z.array(endpoint).min(1),
    priorityFeeGwei: z.number().min(0).max(1_000).default(0.01),
  }),
  volSurface: address,
  market: z.strictObject({
    id: z.int().min(0),
    /** Where prices come from, as for the relayer; none when they are pushed in. */
    prices: endpoint.optional(),
    /** Expiries to quote: days ahead, each at the next `hour` UTC. */
    tenors: z.array(z.int().min(1).max(730)).max(16).default([1, 3, 7, 14, 30, 60, 90, 180]),
    hour: z.int().min(0).max(23).default(8),
    /** Expiries to quote besides, UNIX seconds. */
    expiries: z.array(z.int().positive()).max(16).default([]),
    shape: shape.prefault({}),
  }),
  history: z
    .strictObject({
      /** Candles of an hour or less from before, as `npm start -- --prices` reads them. */
      seed: z.string().min(1).optional(),
      /** Where it keeps the hours it has seen, with a header of its own. */
      file: z.string().min(1).optional(),
      /** Annual vol to begin with where there are not thirty days of history. */
      priorVol: z.number().min(0.01).max(10).optional(),
    })
    .prefault({}),
  /** Where the other updaters are. */
  peers: z.array(endpoint).default([]),
  when,
  pollMs: z.int().min(50).max(60_000).default(2_000),
  api: z
    .strictObject({
      host: z.string().min(1).default('127.0.0.1'),
      port: z.int().min(0).max(65_535).default(8_702),
    })
    .prefault({}),
  /** Of the account that signs and pays. */
  keystore: z.string().min(1).optional(),
  logLevel,
})

/** A checked configuration of an updater. */
export type UpdaterConfig = z.output<typeof updaterSchema>
/** What may be written: defaults left out. */
export type UpdaterConfigInput = z.input<typeof updaterSchema>
