// SPDX-License-Identifier: MIT
import type { Config } from './config/schema.ts'
import { reasonOf } from './errors.ts'
import type { TickResult } from './handle.ts'
import type { Logger } from './logger.ts'
import { fetchPrices } from './market/fetch-prices.ts'
import type { PriceTick } from './market/price-tick.ts'
import { createPause } from './pause.ts'

export interface ServiceOptions {
  readonly config: Config
  readonly follow: () => Promise<void>
  readonly tick: (prices: readonly PriceTick[]) => Promise<TickResult>
  readonly logger: Logger
}

export interface Service {
  /** Ends the pause between two steps: there is news. */
  readonly wake: () => void
  readonly stop: () => Promise<void>
}

/**
 * Steps by itself: the chains, newest prices, one step, a pause until a chain has news or it is time to poll. A step that fails is logged;
 * the next one starts afresh.
 */
export function runService({ config, follow, tick, logger }: ServiceOptions): Service {
  const stopping = new AbortController()
  const { signal } = stopping
  const pollMs = Math.min(...config.chains.map((chain) => chain.pollMs))
  const pause = createPause()

  async function step(): Promise<void> {
    // Before the prices: they are decided on the moment they arrive.
    await follow()
    const prices = await fetchPrices(config.markets, signal, (error) =>
      logger.warn({ error: reasonOf(error) }, 'no price'),
    )
    const { decisions, sent, errors } = await tick(prices)
    if (sent.length > 0) logger.info({ sent, decisions: decisions.length }, 'sent')
    for (const error of errors) logger.warn({ error }, 'a step was incomplete')
  }

  async function drive(): Promise<void> {
    while (!signal.aborted) {
      try {
        await step()
      } catch (error) {
        if (!signal.aborted) logger.error({ error: reasonOf(error) }, 'a step failed')
      }
      await pause.wait(pollMs, signal)
    }
  }

  const done = drive()
  return {
    wake: pause.wake,
    stop: async () => {
      stopping.abort()
      await done
    },
  }
}
