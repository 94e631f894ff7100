// SPDX-License-Identifier: MIT
import { type Hash, type Hex, hexToNumber, numberToHex } from 'viem'
import type { ChainClient } from './client.ts'

/** What is remembered of a block. */
export interface Header {
  readonly number: number
  readonly hash: Hash
  readonly parent: Hash
  readonly time: number
  readonly baseFee: bigint
}

interface RawHeader {
  readonly number: Hex
  readonly hash: Hash
  readonly parentHash: Hash
  readonly timestamp: Hex
  readonly baseFeePerGas?: Hex
}

/** The header at a height or the newest one; undefined where the chain does not reach. */
export async function readHeader(client: ChainClient, at: number | 'latest'): Promise<Header | undefined> {
  const block = at === 'latest' ? 'latest' : numberToHex(at)
  const raw = (await client.request({
    method: 'eth_getBlockByNumber',
    params: [block, false],
  })) as unknown as RawHeader | null
  if (!raw) return undefined
  return {
    number: hexToNumber(raw.number),
    hash: raw.hash,
    parent: raw.parentHash,
    time: hexToNumber(raw.timestamp),
    baseFee: BigInt(raw.baseFeePerGas ?? 0),
  }
}

/** Newest headers seen, by height: enough of them to find where a reorganised chain left ours. */
export interface HeaderRing {
  readonly head: () => Header | undefined
  readonly lowest: () => Header | undefined
  readonly push: (header: Header) => void
  /** Drops everything above `number`. */
  readonly cut: (number: number) => void
  readonly at: (number: number) => Header | undefined
  /** Highest remembered header below `number`. */
  readonly below: (number: number) => Header | undefined
}

export function headerRing(depth: number): HeaderRing {
  let headers: Header[] = []
  return {
    head: () => headers.at(-1),
    lowest: () => headers[0],
    push: (header) => {
      headers.push(header)
      // kept by height, not by count: an irregular poller leaves gaps
      if (headers[0]!.number < header.number - 2 * depth) {
        headers = headers.filter(({ number }) => number >= header.number - depth)
      }
    },
    cut: (number) => {
      headers = headers.filter((header) => header.number <= number)
    },
    at: (number) => headers.find((header) => header.number === number),
    below: (number) => headers.findLast((header) => header.number < number),
  }
}

/** The highest remembered header that the chain still has; undefined when none of them is left. */
export async function commonAncestor(client: ChainClient, ring: HeaderRing): Promise<Header | undefined> {
  let known = ring.head()
  while (known) {
    const now = await readHeader(client, known.number)
    if (now?.hash === known.hash) return known
    known = ring.below(known.number)
  }
  return undefined
}
