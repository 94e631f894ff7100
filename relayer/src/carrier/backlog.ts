// SPDX-License-Identifier: MIT
import { type LocalAccount, parseGwei } from 'viem'
import { broadcastRaw } from '../chain/broadcast.ts'
import type { ChainClient } from '../chain/client.ts'
import type { Header } from '../chain/headers.ts'

/** Blocks in which nothing of an earlier run was mined, after which the rest of it is taken for stuck. */
const PATIENCE = 3
/** Doublings of the fees at the most. */
const RAISES = 6

export interface BacklogOptions {
  readonly chain: number
  readonly client: ChainClient
  readonly account: LocalAccount
  readonly priorityFeeGwei: number
}

/**
 * Whether everything that an earlier run of an account has left in the pool of a chain is mined or gone. Until then it is not
 * known which deliveries are under way, and sending them again would pay for refusals. Nothing can be mined behind one whose
 * fees no block takes any more: what is stuck is replaced by transfers of nothing, and delivered again once they are mined.
 */
export function createBacklog(options: BacklogOptions): (head: Header) => Promise<boolean> {
  const { client, account } = options
  let clear = false
  let progress: { readonly mined: number; readonly block: number } | undefined
  let raises = 0

  async function replace(nonce: number, baseFee: bigint): Promise<void> {
    const times = 2n ** BigInt(raises)
    const tip = times * parseGwei(String(options.priorityFeeGwei))
    const raw = await account.signTransaction({
      type: 'eip1559',
      chainId: options.chain,
      nonce,
      to: account.address,
      gas: 21_000n,
      maxPriorityFeePerGas: tip,
      maxFeePerGas: times * baseFee + tip,
    })
    await broadcastRaw(client, raw)
  }

  return async (head) => {
    if (clear) return true
    const { address } = account
    const [mined, sent] = await Promise.all([
      client.getTransactionCount({ address, blockTag: 'latest' }),
      client.getTransactionCount({ address, blockTag: 'pending' }),
    ])
    clear = sent <= mined
    if (clear) return true
    if (!progress || mined > progress.mined) progress = { mined, block: head.number }
    if (head.number - progress.block < PATIENCE) return false
    raises = Math.min(raises + 1, RAISES)
    for (let nonce = mined; nonce < sent; nonce++) await replace(nonce, head.baseFee)
    progress = { mined, block: head.number }
    return false
  }
}
