// SPDX-License-Identifier: MIT
import { createPublicClient, custom, fallback, http, type PublicClient } from 'viem'
import { createSocket, type Socket } from './socket.ts'

export type ChainClient = PublicClient

interface Endpoints {
  readonly id: number
  readonly rpc: readonly string[]
}

/** What leads to a chain. */
export interface Connection {
  /** Reads over all endpoints: requests of one moment travel together, a dead endpoint is skipped. */
  readonly client: ChainClient
  /** Those of the endpoints that can announce what happens. */
  readonly sockets: readonly Socket[]
  readonly close: () => void
}

export function connectChain(chain: Endpoints): Connection {
  const sockets: Socket[] = []
  const transports = chain.rpc.map((url) => {
    if (!url.startsWith('ws')) {
      return http(url, {
        batch: { wait: 0, batchSize: 200 },
        retryCount: 1,
        retryDelay: 100,
        timeout: 10_000,
      })
    }
    const socket = createSocket(url)
    sockets.push(socket)
    return custom(socket, { retryCount: 0 })
  })
  const client = createPublicClient({
    transport: transports.length === 1 ? transports[0]! : fallback(transports, { retryCount: 1 }),
    cacheTime: 0,
  })
  return {
    client,
    sockets,
    close: () => {
      for (const socket of sockets) socket.close()
    },
  }
}
