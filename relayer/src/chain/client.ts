// SPDX-License-Identifier: MIT
import { createPublicClient, fallback, http, type PublicClient } from 'viem'
import { socketTransport } from './socket.ts'

export type ChainClient = PublicClient

/** A read client over all endpoints of a chain: requests of one moment travel together, a dead endpoint is skipped. */
export function createChainClient(chain: {
  readonly id: number
  readonly rpc: readonly string[]
}): ChainClient {
  const transports = chain.rpc.map((url) =>
    url.startsWith('ws')
      ? socketTransport(url)
      : http(url, { batch: { wait: 0, batchSize: 200 }, retryCount: 1, retryDelay: 100, timeout: 10_000 }),
  )
  return createPublicClient({
    transport: transports.length === 1 ? transports[0]! : fallback(transports, { retryCount: 1 }),
    cacheTime: 0,
  })
}
