// SPDX-License-Identifier: MIT
import { RpcRequestError, TimeoutError, webSocket } from 'viem'
import { GimbalError } from '../errors.ts'

/** No reconnecting of viem's: it gives up for good after a few attempts, and an outage lasts as long as it likes. */
const SETTINGS = { reconnect: false, retryCount: 0, timeout: 10_000 } as const
const OPEN = 1

interface Request {
  readonly method: string
  readonly params?: unknown
}

/** One WebSocket endpoint, opened at the first request and again at the first after it died. */
export interface Socket {
  readonly request: (what: Request) => Promise<unknown>
  /** Subscribes to `newHeads`; resolves once that stands, to what ends with the connection. */
  readonly subscribe: (onHead: () => void) => Promise<{ readonly ended: Promise<void> }>
  /** For good: a request afterwards fails. */
  readonly close: () => void
}

export function createSocket(url: string): Socket {
  const { value: endpoint } = webSocket(url, SETTINGS)({})
  if (!endpoint) throw new GimbalError('the endpoint is no WebSocket')
  type Link = Awaited<ReturnType<typeof endpoint.getRpcClient>>
  let opening: Promise<Link> | undefined
  let isClosed = false

  const open = async (): Promise<Link> => {
    try {
      const link = await endpoint.getRpcClient()
      if (!isClosed) return link
      link.close()
    } catch (cause) {
      opening = undefined
      throw new GimbalError('the socket could not be opened', { cause, retryable: true })
    }
    throw new GimbalError('the socket is closed')
  }

  function letGo(link: Link): void {
    opening = undefined
    link.close()
  }

  /** One at a time: whoever asks while it opens waits for the same. */
  async function linked(): Promise<Link> {
    if (isClosed) throw new GimbalError('the socket is closed')
    opening ??= open()
    const link = await opening
    if (link.socket.readyState <= OPEN) return link
    letGo(link)
    opening = open()
    return opening
  }

  return {
    request: async (what) => {
      const link = await linked()
      try {
        const { error, result } = await link.requestAsync({ body: { ...what }, timeout: SETTINGS.timeout })
        if (error) throw new RpcRequestError({ body: { ...what }, error, url })
        return result
      } catch (error) {
        // it hangs: nothing says that it is dead
        if (error instanceof TimeoutError) letGo(link)
        throw error
      }
    },
    subscribe: async (onHead) => {
      const { socket } = await linked()
      const ended = new Promise<void>((resolve) => {
        socket.addEventListener('close', () => resolve(), { once: true })
        socket.addEventListener('error', () => resolve(), { once: true })
      })
      const subscribed = endpoint.subscribe({ params: ['newHeads'], onData: onHead })
      const outcome = await Promise.race([subscribed, ended])
      if (!outcome) throw new GimbalError('the connection ended', { retryable: true })
      return { ended }
    },
    close: () => {
      isClosed = true
      // one that opens still is closed when it has
      opening?.then((link) => link.close()).catch(() => undefined)
    },
  }
}
