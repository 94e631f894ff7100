import { randomStream } from '../market/random.ts'

/** Seconds of the fastest delivery, of the usual one, and of the slowest. */
const LEAST = 8
const USUAL = 45
const MOST = 420
/** Spread of the logarithm: one in forty takes more than three minutes. */
const SPREAD = 0.75

/**
 * How long a message of a family takes, log-normal around a minute. Each message draws from a stream of its own, so that
 * its delay does not depend on what else is under way.
 */
export function messageDelay(
  seed: number,
): (message: {
  readonly family: number
  readonly fromChain: number
  readonly toChain: number
  readonly nonce: bigint
}) => number {
  return ({ family, fromChain, toChain, nonce }) => {
    const random = randomStream(seed, `message ${family} ${fromChain} ${toChain} ${nonce}`)
    return Math.round(Math.min(MOST, Math.max(LEAST, USUAL * Math.exp(SPREAD * random.normal()))))
  }
}
