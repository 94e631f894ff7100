import { getAddress, type Hex } from 'viem'
import type { Agent } from '../../../relayer/src/chain/agent.ts'
import type { Header } from '../../../relayer/src/chain/headers.ts'
import { parseConfig } from '../../../relayer/src/config/load.ts'
import type { SpokeWorld, World } from '../../../relayer/src/duties/world.ts'
import {
  type Epoch,
  emptyHub,
  type HubBook,
  type HubSpoke,
  type MandateBody,
  type Report,
} from '../../../relayer/src/transport/hub-state.ts'
import type { FundEntry, Ledger } from '../../../relayer/src/transport/leaf-hash.ts'
import { hubSpoke } from '../../../relayer/src/transport/mandate-events.ts'
import { emptySpoke, type MarketConfig, type SpokeState } from '../../../relayer/src/transport/spoke-state.ts'

export const NOW = 1_000_000
export const HUB = 1
export const SPOKE = 2
const WAD = 10n ** 18n
const address: Hex = `0x${'1a'.repeat(20)}`

const spokeContracts = {
  oracleRouter: address,
  hedgeTransport: address,
  spokeControl: address,
  spokeVault: address,
  hedgeExecutor: address,
}

export const remote = {
  executor: getAddress(`0x${'2b'.repeat(20)}`),
  timelock: getAddress(`0x${'3c'.repeat(20)}`),
}

export const config = parseConfig({
  hub: HUB,
  hubContracts: {
    allocationBook: address,
    books: address,
    settlement: address,
    marginEngine: address,
    mandateBook: address,
    remoteOutbox: address,
    funding: address,
    riskParameters: address,
    volSurface: address,
  },
  chains: [HUB, SPOKE].map((id) => ({
    id,
    name: id === HUB ? 'hub' : 'spoke',
    rpc: ['http://127.0.0.1:1'],
    spoke: id === HUB ? spokeContracts : { ...spokeContracts, remote },
  })),
  markets: [{ id: 1 }],
})

const head = (time: number): Header => ({ number: 1, hash: '0x', parent: '0x', time, baseFee: 0n })
const agent = (id: number): Agent =>
  ({
    id,
    config: config.chains.find((chain) => chain.id === id)!,
    trouble: () => undefined,
  }) as unknown as Agent

export const market: MarketConfig = {
  market: 1,
  lot: WAD / 100n,
  band: {
    riskAversion: 10n * WAD,
    costRate: WAD / 2_000n,
    fixedCost: WAD,
    floor: WAD / 20n,
    cap: 100n * WAD,
    capShare: WAD / 4n,
  },
  limits: { slippage: WAD / 100n, clip: 50n * WAD, interval: 30 } as MarketConfig['limits'],
  oracle: { maxPullAge: 60 } as MarketConfig['oracle'],
  settlement: { window: 900, instants: 3, grace: 3_600 },
  venues: [],
}

/** A hub and one remote spoke under a live lease, with nothing to do; a test changes what it is about. */
export function makeWorld() {
  const hubState = emptyHub()
  const hubSide: HubSpoke = hubSpoke(hubState, BigInt(SPOKE))
  Object.assign(hubSide, {
    configVersion: 1n,
    configSentVersion: 1n,
    configSentAt: NOW - 5_000,
    lastEpoch: 1n,
  })
  const state: SpokeState = emptySpoke()
  Object.assign(state, {
    epoch: 1n,
    leaseEnd: NOW + 7_000,
    arrival: NOW - 100,
    configVersion: 1n,
    config: {
      chain: BigInt(SPOKE),
      version: 1n,
      terms: {
        lease: 7_200,
        maxLease: 14_400,
        grace: 3_600,
        maxEpochJump: 100,
        reportAge: 10_800,
      },
      markets: [market],
    },
    lastReport: report(1n, NOW - 200),
  })
  const spoke: SpokeWorld = { id: SPOKE, agent: agent(SPOKE), head: head(NOW), state, hubSide }
  const world: World = {
    config,
    hub: agent(HUB),
    hubHead: head(NOW),
    hubState,
    spokes: [spoke],
    prices: new Map([[1, { market: 1, price: 3_000n * WAD, time: NOW, updates: [] }]]),
  }
  sendEpoch(hubSide, 1n, NOW - 100)
  return {
    world,
    spoke,
    hubSide,
    state,
    hubState,
    book: (entry: Partial<HubBook> = {}) => addBook(world, entry),
  }
}

function addBook(world: World, entry: Partial<HubBook>): HubBook {
  const book: HubBook = {
    id: 7n,
    market: 1,
    hedged: true,
    cash: 0n,
    positions: new Map(),
    changedAt: 0,
    publishedAt: 0,
    dirty: false,
    ...entry,
  }
  world.hubState.books.set(book.id, book)
  return book
}

/** What a heartbeat of now would carry, sent. */
export function sendEpoch(
  hubSide: HubSpoke,
  epoch: bigint,
  sentAt: number,
  roots: Partial<Epoch['heartbeat']> = {},
) {
  const heartbeat = {
    epoch,
    leaseEnd: BigInt(sentAt + 7_200),
    mandateRoot: hubSide.mandateRoot,
    configDigest: hubSide.configDigest,
    fundRoot: hubSide.mandateRoot,
    ...roots,
  }
  hubSide.lastEpoch = epoch
  hubSide.epochs.set(epoch, {
    heartbeat,
    sentAt,
    mandates: new Map(hubSide.mandates),
    funds: new Map(hubSide.funds),
  })
}

export function report(sequence: bigint, time: number, ledgerRoot: Hex = `0x${'00'.repeat(32)}`): Report {
  return {
    sequence,
    time: BigInt(time),
    blockNumber: 1n,
    ledgerRoot,
    epoch: 1n,
    heartbeatDigest: ledgerRoot,
    configVersion: 1n,
    configDigest: ledgerRoot,
  }
}

export function ledger(book: bigint, fields: Partial<Ledger> = {}): Ledger {
  return {
    book,
    received: 0n,
    sent: 0n,
    bought: 0n,
    sold: 0n,
    paid: 0n,
    got: 0n,
    refunded: 0n,
    bridgeFees: 0n,
    ...fields,
  }
}

export function entry(book: bigint, sent: bigint, recalled = 0n, expired = 0n): FundEntry {
  return { book, sent, recalled, expired }
}

/** A body of 100 sold calls at 3,000 for a month. */
export function body(book: bigint): MandateBody {
  const series = (1n << 224n) | (BigInt(NOW + 30 * 86_400) << 184n) | ((3_000n * WAD) << 56n)
  return {
    book,
    market: 1,
    offset: 0n,
    share: WAD,
    riskAversion: WAD / 10_000n,
    range: 90n * WAD,
    legs: [{ series, size: -100n * WAD, vol: (6n * WAD) / 10n, carry: 0n }],
    ladder: {
      lowestSpot: 0n,
      step: 0n,
      nodes: 0,
      times: [],
      deltas: [],
      gammas: [],
      firstVariance: 0n,
      lastVariance: 0n,
      errorBound: 0n,
    },
  }
}
