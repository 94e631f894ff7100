// SPDX-License-Identifier: MIT
import { type Hex, hexToNumber, numberToHex } from 'viem'
import { GimbalError } from '../errors.ts'
import type { ChainClient } from './client.ts'
import type { AddressBook } from './contracts.ts'
import { type ChainEvent, decodeLog, type RawLog } from './event.ts'
import { commonAncestor, type Header, headerRing, readHeader } from './headers.ts'

/** What a step of the chain brought. */
export interface SyncStep {
  readonly head: Header
  /** Set when blocks above this height are gone: forget what they said. Before the first block when no block seen is left. */
  readonly rollbackTo?: number
  readonly events: readonly ChainEvent[]
}

export interface LogSyncOptions {
  readonly client: ChainClient
  readonly who: AddressBook
  readonly startBlock: number
  readonly finality: number
  readonly logRange: number
}

export type LogSync = () => Promise<SyncStep>

/**
 * Follows a chain by its logs. A step asks for the newest header and, with it, whether the last one is still there; it
 * then reads the logs between; all of them, if the chain was reorganised deeper than headers are kept. Nothing is remembered
 * unless the whole step succeeds.
 */
export function createLogSync({ client, who, startBlock, finality, logRange }: LogSyncOptions): LogSync {
  const ring = headerRing(finality)
  const addresses = [...who.keys()] as Hex[]
  const times = new Map<Hex, number>()

  async function timeOf(log: RawLog, head: Header): Promise<number> {
    if (log.blockTimestamp) return hexToNumber(log.blockTimestamp)
    if (log.blockHash === head.hash) return head.time
    const known = times.get(log.blockHash)
    if (known !== undefined) return known
    const header = await readHeader(client, hexToNumber(log.blockNumber))
    if (header?.hash !== log.blockHash) throw moved(head)
    if (times.size > 1_000) times.clear()
    times.set(log.blockHash, header.time)
    return header.time
  }

  async function read(from: number, head: Header): Promise<readonly ChainEvent[]> {
    const events: ChainEvent[] = []
    for (let start = from; start <= head.number; start += logRange) {
      const end = Math.min(head.number, start + logRange - 1)
      const logs = (await client.request({
        method: 'eth_getLogs',
        params: [{ address: addresses, fromBlock: numberToHex(start), toBlock: numberToHex(end) }],
      })) as unknown as readonly RawLog[]
      for (const log of logs) {
        if (hexToNumber(log.blockNumber) === head.number && log.blockHash !== head.hash) throw moved(head)
        const event = decodeLog(log, who, await timeOf(log, head))
        if (event) events.push(event)
      }
    }
    return events
  }

  /** Where the chain left ours, if that is no deeper than states can be taken back. */
  async function ancestor(last: Header, head: Header): Promise<Header | undefined> {
    const lowest = ring.lowest()
    if (lowest && head.number < lowest.number) {
      throw new GimbalError('the node is far behind what was seen', {
        facts: { block: head.number, seen: last.number },
        retryable: true,
      })
    }
    const base = await commonAncestor(client, ring)
    return base && base.number >= last.number - finality ? base : undefined
  }

  return async () => {
    const last = ring.head()
    const [head, again] = await Promise.all([
      readHeader(client, 'latest'),
      last ? readHeader(client, last.number) : undefined,
    ])
    if (!head) throw new GimbalError('the node has no blocks', { retryable: true })
    if (last && head.hash === last.hash) return { head, events: [] }

    const stands = last === undefined || again?.hash === last.hash
    const base = stands ? last : await ancestor(last, head)
    const events = await read(base ? base.number + 1 : startBlock, head)
    const rollbackTo = base?.number ?? startBlock - 1
    if (!stands) ring.cut(rollbackTo)
    ring.push(head)
    return stands ? { head, events } : { head, rollbackTo, events }
  }
}

function moved(head: Header): GimbalError {
  return new GimbalError('the chain moved while its logs were read', {
    facts: { block: head.number },
    retryable: true,
  })
}
