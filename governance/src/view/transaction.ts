import { type Hex, TransactionNotFoundError, TransactionReceiptNotFoundError } from 'viem'
import type { Site } from '../network/network.ts'

/** What an endpoint knows of a transaction. */
export type TransactionState =
  | {
      readonly state: 'succeeded' | 'reverted'
      readonly hash: Hex
      readonly chain: string
      readonly block: bigint
    }
  | {
      readonly state: 'pending'
      readonly hash: Hex
      readonly chain: string
      readonly from: Hex
      readonly nonce: number
    }
  | { readonly state: 'unknown'; readonly hash: Hex; readonly chain: string }

export async function readTransaction({ client, deployment }: Site, hash: Hex): Promise<TransactionState> {
  const { name: chain } = deployment
  try {
    const { status, blockNumber } = await client.getTransactionReceipt({ hash })
    return { state: status === 'success' ? 'succeeded' : 'reverted', hash, chain, block: blockNumber }
  } catch (error) {
    if (!(error instanceof TransactionReceiptNotFoundError)) throw error
  }
  try {
    const { from, nonce } = await client.getTransaction({ hash })
    return { state: 'pending', hash, chain, from, nonce }
  } catch (error) {
    if (!(error instanceof TransactionNotFoundError)) throw error
    return { state: 'unknown', hash, chain }
  }
}

export function transactionLines(found: TransactionState): string[] {
  const { state, hash, chain } = found
  if (state === 'pending') {
    return [
      `${hash} waits on ${chain}: ${found.from} sent it with nonce ${found.nonce}, and no block has it yet`,
    ]
  }
  if (state === 'unknown') {
    return [`${hash} is not known to the endpoint of ${chain}: it never arrived there, or was dropped`]
  }
  return [`${hash} ${state} on ${chain} in block ${found.block}`]
}
