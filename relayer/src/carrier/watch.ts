// SPDX-License-Identifier: MIT
import { type Hex, hexToNumber, numberToHex } from 'viem'
import { type ChainClient, connectChain } from '../chain/client.ts'
import type { RawLog } from '../chain/event.ts'
import { type Header, readHeader } from '../chain/headers.ts'
import { GimbalError } from '../errors.ts'
import { GATEWAY_TOPICS, type GatewayEvent, gatewayEvent } from './gateway-log.ts'
import type { CarrierChain } from './options.ts'

/** Blocks read again at every step: what a reorganisation moved or undid is seen as it stands now. */
const OVERLAP = 16

export interface GatewayNews {
  readonly head: Header
  /** First block that was read: what is not among the events did not happen from there on. */
  readonly from: number
  readonly events: readonly {
    readonly family: number
    readonly gateway: Hex
    readonly event: GatewayEvent
    readonly block: number
    /** Clock of its block. */
    readonly time: number
  }[]
}

/** A chain as the carrier sees it. */
export interface WatchedChain {
  readonly chain: CarrierChain
  readonly client: ChainClient
  readonly news: () => Promise<GatewayNews>
  /** Ends its connections. */
  readonly close: () => void
}

export function watchGateways(chain: CarrierChain): WatchedChain {
  const { client, close } = connectChain(chain)
  const families = new Map(chain.gateways.map(({ family, address }) => [address.toLowerCase(), family]))
  const overlap = OVERLAP + chain.confirmations
  let next = chain.startBlock

  async function logsBetween(from: number, to: number): Promise<readonly RawLog[]> {
    const logs: RawLog[] = []
    for (let low = from; low <= to; low += chain.logRange) {
      const high = Math.min(to, low + chain.logRange - 1)
      const address = [...families.keys()] as Hex[]
      const found = await client.request({
        method: 'eth_getLogs',
        params: [
          { address, topics: [GATEWAY_TOPICS], fromBlock: numberToHex(low), toBlock: numberToHex(high) },
        ],
      })
      logs.push(...(found as unknown as readonly RawLog[]))
    }
    return logs
  }

  return {
    chain,
    client,
    news: async () => {
      const head = await readHeader(client, 'latest')
      if (!head) throw new GimbalError('the chain has no block', { retryable: true })
      const from = Math.max(chain.startBlock, Math.min(next, head.number) - overlap)
      const logs = await logsBetween(from, head.number)
      const events = logs.flatMap((log) => {
        const event = gatewayEvent(log)
        const family = families.get(log.address.toLowerCase())
        const block = hexToNumber(log.blockNumber)
        const time = log.blockTimestamp ? hexToNumber(log.blockTimestamp) : head.time
        return event && family !== undefined ? [{ family, gateway: log.address, event, block, time }] : []
      })
      next = head.number + 1
      return { head, from, events }
    },
    close,
  }
}
