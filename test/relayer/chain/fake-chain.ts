import {
  type Abi,
  encodeAbiParameters,
  encodeEventTopics,
  getAbiItem,
  type Hex,
  keccak256,
  toHex,
} from 'viem'
import type { ChainClient } from '../../../relayer/src/chain/client.ts'
import type { RawLog } from '../../../relayer/src/chain/event.ts'

interface Block {
  readonly number: number
  readonly hash: Hex
  readonly parent: Hex
  readonly time: number
  readonly logs: readonly RawLog[]
}

/** An event to put into a block. */
export interface Emitted {
  readonly address: Hex
  readonly topics: readonly Hex[]
  readonly data: Hex
}

/** Encodes an event of an ABI. */
export function emitted(address: Hex, abi: Abi, eventName: string, args: Record<string, unknown>): Emitted {
  const item = getAbiItem({ abi, name: eventName })
  if (item?.type !== 'event') throw new Error(`no event ${eventName}`)
  const topics = encodeEventTopics({ abi, eventName, args } as never) as readonly Hex[]
  const plain = item.inputs.filter(({ indexed }) => !indexed)
  const data = encodeAbiParameters(
    plain,
    plain.map(({ name }) => args[name!]),
  )
  return { address, topics, data }
}

/** A chain in memory that answers what the relayer asks, can be reorganised, and can die. */
export function fakeChain() {
  const blocks: Block[] = []
  const receipts = new Map<Hex, { status: Hex; blockNumber: Hex }>()
  const raws: Hex[] = []
  let count = 0
  let fork = 0
  let dead = false
  let answer: (raw: Hex) => void = () => undefined
  const asked: string[] = []

  function mine(events: readonly Emitted[] = [], time = 1_000 + 10 * blocks.length): Block {
    const number = blocks.length
    const parent = blocks.at(-1)?.hash ?? toHex(0, { size: 32 })
    const hash = keccak256(toHex(`${number}:${fork}:${parent}`))
    const block: Block = {
      number,
      hash,
      parent,
      time,
      logs: events.map((event, i) => ({
        ...event,
        blockNumber: toHex(number),
        blockHash: hash,
        blockTimestamp: toHex(time),
        transactionHash: keccak256(toHex(`${hash}:${i}`)),
        logIndex: toHex(i),
      })),
    }
    blocks.push(block)
    return block
  }

  function header(block: Block | undefined) {
    return block
      ? {
          number: toHex(block.number),
          hash: block.hash,
          parentHash: block.parent,
          timestamp: toHex(block.time),
          baseFeePerGas: toHex(7),
        }
      : null
  }

  const request = async ({ method, params }: { method: string; params: readonly unknown[] }) => {
    asked.push(method)
    if (dead) throw new Error('connection refused')
    switch (method) {
      case 'eth_getBlockByNumber':
        return header(params[0] === 'latest' ? blocks.at(-1) : blocks[Number(params[0])])
      case 'eth_getLogs': {
        const { fromBlock, toBlock } = params[0] as { fromBlock: Hex; toBlock: Hex }
        return blocks
          .filter(({ number }) => number >= Number(fromBlock) && number <= Number(toBlock))
          .flatMap(({ logs }) => logs)
      }
      case 'eth_sendRawTransaction':
        answer(params[0] as Hex)
        raws.push(params[0] as Hex)
        return keccak256(params[0] as Hex)
      case 'eth_getTransactionReceipt':
        return receipts.get(params[0] as Hex) ?? null
      default:
        throw new Error(`not asked for: ${method}`)
    }
  }

  const client = {
    request,
    getTransactionCount: async () => {
      if (dead) throw new Error('connection refused')
      return count
    },
  } as unknown as ChainClient

  return {
    client,
    mine,
    raws,
    asked,
    /** Drops `depth` blocks; what is mined next is another branch. */
    reorg: (depth: number) => {
      blocks.splice(blocks.length - depth)
      fork += 1
    },
    include: (hash: Hex, status: 'success' | 'reverted' = 'success') => {
      count += 1
      receipts.set(hash, {
        status: status === 'success' ? '0x1' : '0x0',
        blockNumber: toHex(blocks.length - 1),
      })
    },
    exclude: (hash: Hex) => {
      count -= 1
      receipts.delete(hash)
    },
    kill: () => {
      dead = true
    },
    revive: () => {
      dead = false
    },
    onSend: (next: (raw: Hex) => void) => {
      answer = next
    },
  }
}
