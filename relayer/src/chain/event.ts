// SPDX-License-Identifier: MIT
import {
  type AbiEvent,
  type DecodeEventLogReturnType,
  decodeEventLog,
  type Hash,
  type Hex,
  toEventSelector,
} from 'viem'
import { type AddressBook, type WatchedContract, watchedAbis } from './contracts.ts'

/** Where in the chain something happened; `time` is the block's. */
export interface Place {
  readonly block: number
  readonly blockHash: Hash
  readonly time: number
  readonly transaction: Hash
  readonly index: number
}

type Decoded<contract extends WatchedContract> = DecodeEventLogReturnType<(typeof watchedAbis)[contract]>

/** A decoded event of a watched contract. */
export type ChainEvent = {
  [contract in WatchedContract]: { readonly contract: contract } & Decoded<contract>
}[WatchedContract] & { readonly at: Place }

/** A log as nodes return it. */
export interface RawLog {
  readonly address: Hex
  readonly topics: readonly Hex[]
  readonly data: Hex
  readonly blockNumber: Hex
  readonly blockHash: Hash
  readonly blockTimestamp?: Hex
  readonly transactionHash: Hash
  readonly logIndex: Hex
}

const byTopic = new Map<WatchedContract, Map<Hex, AbiEvent>>(
  Object.entries(watchedAbis).map(([contract, abi]) => [
    contract as WatchedContract,
    new Map(
      (abi as readonly { type: string }[])
        .filter((item): item is AbiEvent => item.type === 'event')
        .map((item) => [toEventSelector(item), item]),
    ),
  ]),
)

/** Decodes a log of a watched contract; undefined for events that no interface names. */
export function decodeLog(log: RawLog, who: AddressBook, time: number): ChainEvent | undefined {
  const contract = who.get(log.address.toLowerCase())
  const [topic] = log.topics
  const item = contract && topic && byTopic.get(contract)?.get(topic)
  if (!item) return undefined
  const decoded = decodeEventLog({ abi: [item], data: log.data, topics: log.topics as [Hex, ...Hex[]] })
  const at: Place = {
    block: Number(log.blockNumber),
    blockHash: log.blockHash,
    time,
    transaction: log.transactionHash,
    index: Number(log.logIndex),
  }
  return { contract, ...decoded, at } as unknown as ChainEvent
}
