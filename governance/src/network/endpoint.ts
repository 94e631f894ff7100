import { HttpRequestError, http, TimeoutError, type Transport } from 'viem'
import { formatDuration } from '../units/duration.ts'

/** An endpoint gave no answer, or is of another chain: nobody refused anything, and nobody knows what the chain would have said. */
export class EndpointError extends Error {
  override readonly name = 'EndpointError'
  /** Why, without what to do. */
  readonly why: string

  constructor(chain: string, url: string, why: string, remedy: string, cause?: unknown) {
    const what = `the endpoint of ${chain}, ${originOf(url)}, ${why}`
    super(`${what}. ${remedy}`, { cause })
    this.why = what
  }
}

const RETRIES = 2
export const ANSWER_SECONDS = 10n

/**
 * HTTP to a node; what goes wrong on the way is an EndpointError, what the node itself says is not.
 *
 * @param chainId asked for before anything else, so that nothing is read from another chain, nor sent to it
 */
export function endpoint(
  chain: string,
  url: string,
  seconds = ANSWER_SECONDS,
  remedy = `Another one is named as rpc.${chain} in the network file`,
  chainId?: number,
): Transport {
  const inner = http(url, { timeout: Number(seconds) * 1_000, retryCount: RETRIES })
  return (options) => {
    const transport = inner(options)
    let isChecked = chainId === undefined
    const check = async (): Promise<void> => {
      const found = Number(await transport.request({ method: 'eth_chainId' }))
      if (found !== chainId) {
        throw new EndpointError(chain, url, `is of chain ${found}, and ${chain} is chain ${chainId}`, remedy)
      }
      isChecked = true
    }
    return {
      ...transport,
      request: async (...args) => {
        try {
          if (!isChecked) await check()
          return await transport.request(...args)
        } catch (error) {
          const why = silenceOf(error, seconds)
          throw why === undefined ? error : new EndpointError(chain, url, why, `Is it up? ${remedy}`, error)
        }
      },
    }
  }
}

/** The EndpointError that an error comes from. */
export function endpointErrorIn(error: unknown): EndpointError | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof EndpointError) return cause
  }
  return undefined
}

function silenceOf(error: unknown, seconds: bigint): string | undefined {
  if (error instanceof TimeoutError) return `gave no answer within ${formatDuration(seconds)}`
  if (!(error instanceof HttpRequestError)) return undefined
  if (error.status !== undefined) return `answers with HTTP ${error.status}`
  const code = codeIn(error)
  if (code === 'ECONNREFUSED') return 'cannot be reached: nobody listens there'
  if (code === 'ENOTFOUND') return 'cannot be reached: there is no such host'
  return `cannot be reached${code === undefined ? '' : ` (${code})`}`
}

function codeIn(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as { readonly code?: unknown }
    if (typeof code === 'string') return code
  }
  return undefined
}

/** Paths of endpoints hold keys, which belong into no log. */
export function originOf(url: string): string {
  return new URL(url).origin
}
