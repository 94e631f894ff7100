// SPDX-License-Identifier: MIT
import { type Hex, hexToNumber, numberToHex } from 'viem'
import { type ChainClient, createChainClient } from '../chain/client.ts'
import type { RawLog } from '../chain/event.ts'
import { type Header, readHeader } from '../chain/headers.ts'
import { type GatewayEvent, gatewayEvent } from './gateway-log.ts'
import type { CarrierChain } from './options.ts'

/** Blocks read again at every step: a message that a reorganisation moved is seen where it stands now. */
const OVERLAP = 16

export interface GatewayNews {
  readonly head: Header
  readonly events: readonly {
    readonly family: number
    readonly gateway: Hex
    readonly event: GatewayEvent
    /** Clock of its block. */
    readonly time: number
  }[]
}

/** A chain as the carrier sees it. */
export interface WatchedChain {
  readonly chain: CarrierChain
  readonly client: ChainClient
  readonly news: () => Promise<GatewayNews>
}

export function watchGateways(chain: CarrierChain): WatchedChain {
  const client = createChainClient(chain)
  const families = new Map(chain.gateways.map(({ family, address }) => [address.toLowerCase(), family]))
  let next = chain.startBlock
  return {
    chain,
    client,
    news: async () => {
      const head = await readHeader(client, 'latest')
      if (!head) return { head: emptyHead, events: [] }
      const from = Math.max(chain.startBlock, Math.min(next, head.number) - OVERLAP)
      const logs = (await client.request({
        method: 'eth_getLogs',
        params: [
          {
            address: [...families.keys()] as Hex[],
            fromBlock: numberToHex(from),
            toBlock: numberToHex(head.number),
          },
        ],
      })) as unknown as readonly RawLog[]
      next = head.number + 1
      const events = logs.flatMap((log) => {
        const event = gatewayEvent(log)
        const family = families.get(log.address.toLowerCase())
        const time = log.blockTimestamp ? hexToNumber(log.blockTimestamp) : head.time
        return event && family !== undefined ? [{ family, gateway: log.address, event, time }] : []
      })
      return { head, events }
    },
  }
}

const emptyHead: Header = { number: 0, hash: '0x', parent: '0x', time: 0, baseFee: 0n }
