import { setTimeout as sleep } from 'node:timers/promises'
import { type Hex, type TransactionReceipt, TransactionReceiptNotFoundError } from 'viem'
import { type EndpointError, endpointErrorIn } from '../network/endpoint.ts'
import { NetworkError, type Site } from '../network/network.ts'
import { formatDuration } from '../units/duration.ts'

const INTERVAL_MS = 500
export const MINING_SECONDS = 180n

/** A transaction that is out, and of which nobody knows yet what becomes of it. */
export type Open = { readonly hash: Hex; readonly nonce: number; readonly what: string }

/**
 * Waits until a transaction is mined; an endpoint that is gone meanwhile may come back.
 *
 * @throws NetworkError after `seconds`, with the hash and how to look at it
 */
export async function receiptOf(
  site: Site,
  open: Open,
  seconds = MINING_SECONDS,
): Promise<TransactionReceipt> {
  const deadline = Date.now() + Number(seconds) * 1_000
  for (;;) {
    const answer = await ask(site, open.hash)
    if (answer !== undefined && !(answer instanceof Error)) return answer
    if (Date.now() >= deadline) {
      const why = answer?.why ?? `it is in no block after ${formatDuration(seconds)}`
      throw openError(site, open, why)
    }
    await sleep(INTERVAL_MS)
  }
}

/** What to know where a transaction may or may not be mined. */
export function openError({ deployment }: Site, { hash, nonce, what }: Open, why: string): NetworkError {
  const chain = deployment.role === 'hub' ? '' : ` --chain ${deployment.name}`
  return new NetworkError(
    `${what}: the transaction ${hash} was sent to ${deployment.name} and is not known to be mined: ${why}. It may still be mined: look at it with gimbal-gov transaction ${hash}${chain}, and send nothing in its place before, unless with its nonce ${nonce}`,
  )
}

async function ask({ client }: Site, hash: Hex): Promise<TransactionReceipt | EndpointError | undefined> {
  try {
    return await client.getTransactionReceipt({ hash })
  } catch (error) {
    if (error instanceof TransactionReceiptNotFoundError) return undefined
    const silent = endpointErrorIn(error)
    if (silent === undefined) throw error
    return silent
  }
}
