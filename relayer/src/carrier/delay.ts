// SPDX-License-Identifier: MIT
import { z } from 'zod'
import { randomStream } from '../random.ts'
import type { Message } from './options.ts'

/** How long messages take, log-normal, in seconds of chain time. One in forty takes more than three minutes. */
export const delaySchema = z.strictObject({
  seed: z.int().min(0),
  /** Messages that left before this chain time travel at once; UNIX seconds. */
  from: z.int().min(0).default(0),
  least: z.int().min(0).max(86_400).default(8),
  usual: z.int().min(0).max(86_400).default(45),
  most: z.int().min(0).max(86_400).default(420),
  /** Spread of the logarithm. */
  spread: z.number().min(0).max(3).default(0.75),
})

export type Delay = z.output<typeof delaySchema>

/**
 * The delay of a message. Each draws from a stream of its own, named by what the message is: it depends neither on what
 * else is under way nor on when, or by which run of the carrier, the message is first seen.
 */
export function messageDelay(
  delay: Delay,
): (message: Pick<Message, 'family' | 'fromChain' | 'toChain' | 'nonce' | 'sentAt'>) => number {
  const { seed, from, least, usual, most, spread } = delay
  return ({ family, fromChain, toChain, nonce, sentAt }) => {
    if (sentAt < from) return 0
    const random = randomStream(seed, `message ${family} ${fromChain} ${toChain} ${nonce}`)
    return Math.round(Math.min(most, Math.max(least, usual * Math.exp(spread * random.normal()))))
  }
}
