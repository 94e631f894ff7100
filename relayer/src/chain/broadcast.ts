// SPDX-License-Identifier: MIT
import { BaseError, type Hex, RpcRequestError } from 'viem'
import type { ChainClient } from './client.ts'

const ALREADY_THERE = /already known|already imported|known transaction|nonce too low|already in/i

/**
 * Broadcasts a signed transaction; doing so twice is harmless. `rejected`: the node has seen it and will not have it.
 * Throws when the node could not be asked.
 */
export async function broadcastRaw(client: ChainClient, raw: Hex): Promise<'sent' | 'rejected'> {
  try {
    await client.request({ method: 'eth_sendRawTransaction', params: [raw] }, { retryCount: 0 })
    return 'sent'
  } catch (error) {
    const answer = error instanceof BaseError ? error.walk((e) => e instanceof RpcRequestError) : null
    if (!(answer instanceof RpcRequestError)) throw error
    return ALREADY_THERE.test(answer.details) ? 'sent' : 'rejected'
  }
}
