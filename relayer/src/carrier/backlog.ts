// SPDX-License-Identifier: MIT
import type { Address } from 'viem'
import type { ChainClient } from '../chain/client.ts'
import type { Header } from '../chain/headers.ts'

/** Chain seconds after which what an earlier run left in the pool is not waited for any longer. */
const PATIENCE = 600

/**
 * Whether everything that an earlier run of an account has left in the pool of a chain is mined or gone. Until then it is not
 * known which deliveries are under way, and sending them again would pay for refusals.
 */
export function createBacklog(client: ChainClient, address: Address): (head: Header) => Promise<boolean> {
  let since: number | undefined
  let clear = false
  return async (head) => {
    if (clear) return true
    const [mined, sent] = await Promise.all([
      client.getTransactionCount({ address, blockTag: 'latest' }),
      client.getTransactionCount({ address, blockTag: 'pending' }),
    ])
    since ??= head.time
    clear = sent <= mined || head.time - since > PATIENCE
    return clear
  }
}
