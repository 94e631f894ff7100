// SPDX-License-Identifier: MIT
import { TimeoutError, type WebSocketTransport, webSocket } from 'viem'

/** No reconnecting of viem's: it gives up for good after a few attempts, and an outage lasts as long as it likes. */
const SOCKET = { reconnect: false, retryCount: 0, timeout: 10_000 } as const
const OPEN = 1

/**
 * The transport of a WebSocket endpoint; requests and subscriptions to one URL share a connection. One that has died or no
 * longer answers is let go of, so that the next request opens another.
 */
export function socketTransport(url: string): WebSocketTransport {
  const connect = webSocket(url, SOCKET)
  return (parameters) => {
    const transport = connect(parameters)

    async function letGo(error: unknown): Promise<void> {
      try {
        const connection = await transport.value?.getRpcClient()
        if (!connection) return
        if (error instanceof TimeoutError || connection.socket.readyState > OPEN) connection.close()
      } catch {
        // nobody listens there: there is nothing to let go of
      }
    }

    const request: typeof transport.request = async (what, options) => {
      try {
        return await transport.request(what, options)
      } catch (error) {
        await letGo(error)
        throw error
      }
    }
    return { ...transport, request }
  }
}
