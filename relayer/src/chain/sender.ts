// SPDX-License-Identifier: MIT
import {
  type Hash,
  type Hex,
  keccak256,
  type LocalAccount,
  parseGwei,
  parseTransaction,
  type TransactionSerializedEIP1559,
} from 'viem'
import { reasonOf } from '../errors.ts'
import type { Attempt, Journal, TxOutcome, TxRecord } from '../journal/journal.ts'
import type { Logger } from '../logger.ts'
import { broadcastRaw } from './broadcast.ts'
import type { ChainClient } from './client.ts'
import type { Header } from './headers.ts'
import type { Intent } from './intent.ts'

export interface SenderOptions {
  readonly chain: number
  readonly client: ChainClient
  readonly account: LocalAccount
  readonly journal: Journal
  readonly finality: number
  /** Seconds of chain time. */
  readonly rebroadcastAfter: number
  readonly priorityFeeGwei: number
  readonly broadcast?: ((chain: number, raw: Hex, hash: Hash) => Promise<void>) | undefined
  readonly logger: Logger
}

export interface Settled {
  readonly record: TxRecord
  readonly outcome: TxOutcome
}

/** Signs, journals, broadcasts, and follows transactions of one account on one chain. */
export interface Sender {
  /** Takes over what a former run left open. */
  readonly resume: (open: readonly TxRecord[]) => Promise<void>
  readonly send: (intent: Intent, head: Header) => Promise<TxRecord>
  /** Looks up what became of the open transactions; broadcasts again what is late. */
  readonly settle: (head: Header) => Promise<readonly Settled[]>
  /** Blocks above are gone: what was mined there is open again, and the account's nonce is asked for anew. */
  readonly rollback: (block: number) => void
  readonly open: () => readonly TxRecord[]
}

interface Followed {
  record: TxRecord
  lastBroadcast: number
}

export function createSender(options: SenderOptions): Sender {
  const { chain, client, account, journal, logger } = options
  const open = new Map<number, Followed>()
  let done: TxRecord[] = []
  let nextNonce: number | undefined
  let rolledBack = false

  /**
   * After a reorganisation the account may stand at a nonce whose transaction is forgotten. What is open beyond that gap could
   * never be mined: it is given up, and what it was for is decided again.
   */
  async function closeGaps(): Promise<readonly Settled[]> {
    const count = await client.getTransactionCount({ address: account.address, blockTag: 'pending' })
    const given: Settled[] = []
    let next = count
    for (const followed of byNonce()) {
      if (followed.record.nonce > next) given.push(await finish(followed, 'lost'))
      else next = Math.max(next, followed.record.nonce + 1)
    }
    nextNonce = next
    rolledBack = false
    return given
  }

  const byNonce = (): readonly Followed[] =>
    [...open.values()].toSorted((a, b) => a.record.nonce - b.record.nonce)

  async function nonceForNext(): Promise<number> {
    if (nextNonce === undefined) {
      const count = await client.getTransactionCount({ address: account.address, blockTag: 'pending' })
      nextNonce = Math.max(count, ...[...open.keys()].map((nonce) => nonce + 1))
    }
    return nextNonce
  }

  async function sign(intent: Intent, nonce: number, head: Header): Promise<Attempt> {
    const tip = parseGwei(String(options.priorityFeeGwei))
    const raw = await account.signTransaction({
      type: 'eip1559',
      chainId: chain,
      nonce,
      to: intent.to,
      data: intent.data,
      value: intent.value ?? 0n,
      gas: intent.gas,
      maxPriorityFeePerGas: tip,
      maxFeePerGas: 2n * head.baseFee + tip,
    })
    return { raw, hash: keccak256(raw) }
  }

  /** The same transaction under the same nonce with twice the fees, for one that nobody includes. */
  async function dearer(record: TxRecord, head: Header): Promise<TxRecord> {
    const old = parseTransaction(record.attempts.at(-1)!.raw as TransactionSerializedEIP1559)
    const tip = 2n * (old.maxPriorityFeePerGas ?? 0n) + 1n
    const most = 2n * (old.maxFeePerGas ?? 0n)
    const raw = await account.signTransaction({
      ...old,
      type: 'eip1559',
      maxPriorityFeePerGas: tip,
      maxFeePerGas: most > 2n * head.baseFee + tip ? most : 2n * head.baseFee + tip,
    })
    const again = { ...record, attempts: [...record.attempts, { raw, hash: keccak256(raw) }] }
    await journal.record(again)
    return again
  }

  async function push(followed: Followed, time: number): Promise<'sent' | 'rejected'> {
    const { raw, hash } = followed.record.attempts.at(-1)!
    try {
      if (options.broadcast) await options.broadcast(chain, raw, hash)
      else if ((await broadcastRaw(client, raw)) === 'rejected') return 'rejected'
      followed.lastBroadcast = time
    } catch (error) {
      // the transaction is journalled and stays open: the next settle tries again
      followed.lastBroadcast = 0
      logger.warn({ chain, hash, error: reasonOf(error) }, 'broadcast failed')
    }
    return 'sent'
  }

  async function finish(followed: Followed, outcome: TxOutcome, block?: number): Promise<Settled> {
    const record: TxRecord = { ...followed.record, outcome, ...(block === undefined ? {} : { block }) }
    open.delete(record.nonce)
    done.push(record)
    await journal.record(record)
    return { record, outcome }
  }

  async function outcomeOf(record: TxRecord): Promise<{ outcome: TxOutcome; block?: number }> {
    for (const { hash } of record.attempts.toReversed()) {
      const receipt = await client.request({ method: 'eth_getTransactionReceipt', params: [hash] })
      if (receipt) {
        return {
          outcome: receipt.status === '0x1' ? 'mined' : 'reverted',
          block: Number(receipt.blockNumber),
        }
      }
    }
    return { outcome: 'lost' }
  }

  return {
    resume: async (records) => {
      for (const record of records) open.set(record.nonce, { record, lastBroadcast: 0 })
      await nonceForNext()
    },
    send: async (intent, head) => {
      const nonce = await nonceForNext()
      const attempt = await sign(intent, nonce, head)
      const record: TxRecord = {
        chain,
        nonce,
        key: intent.key,
        purpose: intent.purpose,
        attempts: [attempt],
        createdAt: head.time,
        ...(intent.tickTime === undefined ? {} : { tickTime: intent.tickTime }),
      }
      await journal.record(record)
      const followed: Followed = { record, lastBroadcast: head.time }
      open.set(nonce, followed)
      nextNonce = nonce + 1
      if ((await push(followed, head.time)) === 'rejected') {
        await finish(followed, 'rejected')
        nextNonce = undefined
        logger.warn({ chain, purpose: intent.purpose, hash: attempt.hash }, 'the node rejected a transaction')
      }
      return record
    },
    settle: async (head) => {
      done = done.filter(({ block }) => block !== undefined && block > head.number - options.finality)
      const given = rolledBack ? await closeGaps() : []
      if (open.size === 0) return given
      const count = await client.getTransactionCount({ address: account.address, blockTag: 'latest' })
      const settled: Settled[] = [...given]
      for (const followed of byNonce()) {
        if (followed.record.nonce < count) {
          const { outcome, block } = await outcomeOf(followed.record)
          settled.push(await finish(followed, outcome, block))
        } else if (head.time - followed.lastBroadcast >= options.rebroadcastAfter) {
          const patience = 4 * options.rebroadcastAfter * 2 ** followed.record.attempts.length
          if (head.time - followed.record.createdAt > patience) {
            followed.record = await dearer(followed.record, head)
          }
          await push(followed, head.time)
        }
      }
      return settled
    },
    rollback: (block) => {
      for (const record of done.filter((entry) => entry.block !== undefined && entry.block > block)) {
        const { outcome: _, block: __, ...again } = record
        open.set(record.nonce, { record: again, lastBroadcast: 0 })
      }
      done = done.filter((entry) => entry.block === undefined || entry.block <= block)
      rolledBack = true
    },
    open: () => [...open.values()].map(({ record }) => record),
  }
}
