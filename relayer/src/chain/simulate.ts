// SPDX-License-Identifier: MIT
import type { Address } from 'viem'
import type { ChainClient } from './client.ts'
import type { Intent } from './intent.ts'
import { type Revert, revertOf } from './revert.ts'

/** Tries an intent on the newest state; undefined when it would go through. Throws when the node could not be asked. */
export async function simulate(
  client: ChainClient,
  from: Address,
  intent: Intent,
): Promise<Revert | undefined> {
  try {
    await client.call({
      account: from,
      to: intent.to,
      data: intent.data,
      value: intent.value ?? 0n,
      gas: intent.gas,
    })
    return undefined
  } catch (error) {
    const revert = revertOf(error)
    if (!revert) throw error
    return revert
  }
}
