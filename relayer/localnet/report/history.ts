import { artifact } from '@gimbal/contracts'
import { addressOf } from '@gimbal/contracts/deploy'
import type { Abi, Address } from 'viem'
import { annualVariance } from '../../src/quant/surface/index.ts'
import { type ChainSmile, fromChainSmile } from '../../src/updater/surface.ts'
import type { LocalChain } from '../chain/local-chain.ts'
import { contractOf, hubOf, type Site } from '../setup/local-network.ts'

/** A hedge or fill of one book, as its event tells it. */
export type ExecutionRecord = {
  readonly chain: number
  readonly kind: 'hedge' | 'fill'
  readonly book: number
  readonly epoch: bigint
  /** Time of its block. */
  readonly mined: number
  readonly filed: Execution
}

type Execution = {
  readonly market: number
  readonly time: bigint
  readonly price: bigint
  readonly before: bigint
  readonly target: bigint
  readonly outer: bigint
  readonly inner: bigint
  readonly afterwards: bigint
  readonly base: bigint
  readonly quote: bigint
  readonly cost: bigint
}

export type LegRecord = {
  readonly series: bigint
  readonly size: bigint
  readonly vol: bigint
  readonly carry: bigint
}

export type BodyRecord = {
  readonly time: number
  /** Place among the hub's events. */
  readonly order: number
  readonly book: number
  readonly spoke: number
  readonly offset: bigint
  readonly share: bigint
  readonly riskAversion: bigint
  readonly range: bigint
  readonly legs: readonly LegRecord[]
}

/** What happened on the chains, from their events, each list in order of time. */
export type History = {
  readonly positions: readonly {
    readonly time: number
    readonly book: number
    readonly series: bigint
    readonly size: bigint
  }[]
  readonly cash: readonly {
    readonly time: number
    readonly book: number
    readonly reason: number
    readonly amount: bigint
  }[]
  readonly bodies: readonly BodyRecord[]
  readonly executions: readonly ExecutionRecord[]
  /** Vols at the money by expiry. */
  readonly surfaces: readonly {
    readonly time: number
    readonly expiries: readonly number[]
    readonly vols: readonly number[]
  }[]
  readonly heartbeats: readonly { readonly spoke: number; readonly epoch: bigint; readonly order: number }[]
  readonly reports: number
  readonly stale: number
}

/** Reads the events of a run. */
export async function readHistory(sites: readonly Site[]): Promise<History> {
  const hub = hubOf(sites)
  const onHub = <T>(contract: string, event: string) =>
    eventsOf<T>(hub.chain, contractOf(hub, contract), contract, event)
  const everywhere = async <T>(contract: string, event: string): Promise<readonly FoundOn<T>[]> => {
    const lists = sites.map(async ({ chain, deployment }) => {
      const found = await eventsOf<T>(chain, addressOf(deployment, contract), contract, event)
      return found.map((entry) => ({ ...entry, chain: chain.id }))
    })
    return (await Promise.all(lists)).flat()
  }
  type Hedge = { book: bigint; epoch: bigint; execution: Execution }
  const [positions, cash, bodies, surfaces, heartbeats, hedges, fills, reports, stale] = await Promise.all([
    onHub<{ book: bigint; series: bigint; size: bigint }>('Books', 'PositionChanged'),
    onHub<{ book: bigint; reason: number; amount: bigint }>('Books', 'CashMoved'),
    onHub<{ book: bigint; spoke: bigint; body: Omit<BodyRecord, 'time' | 'order' | 'book' | 'spoke'> }>(
      'MandateBook',
      'MandatePublished',
    ),
    onHub<{ smiles: readonly ChainSmile[] }>('VolSurface', 'SurfaceUpdated'),
    onHub<{ spoke: bigint; heartbeat: { readonly epoch: bigint } }>('MandateBook', 'HeartbeatSent'),
    everywhere<Hedge>('HedgeExecutor', 'Hedged'),
    everywhere<Hedge>('HedgeExecutor', 'Filled'),
    everywhere<unknown>('SpokeVault', 'Reported'),
    everywhere<unknown>('HedgeTransport', 'StaleMessage'),
  ])
  const executions = [
    ...hedges.map((found) => ({ ...found, kind: 'hedge' as const })),
    ...fills.map((found) => ({ ...found, kind: 'fill' as const })),
  ]
    .map(({ chain, kind, time, args }) => ({
      chain,
      kind,
      mined: time,
      book: Number(args.book),
      epoch: args.epoch,
      filed: args.execution,
    }))
    .toSorted((a, b) => a.mined - b.mined)
  return {
    positions: positions.map(({ time, args }) => ({ ...args, time, book: Number(args.book) })),
    cash: cash.map(({ time, args }) => ({ ...args, time, book: Number(args.book) })),
    bodies: bodies.map(({ time, order, args }) => ({
      ...args.body,
      time,
      order,
      book: Number(args.book),
      spoke: Number(args.spoke),
    })),
    surfaces: surfaces.map(({ time, args: { smiles } }) => ({
      time,
      expiries: smiles.map(({ expiry }) => expiry),
      vols: smiles.map(volAtTheMoney),
    })),
    executions,
    heartbeats: heartbeats.map(({ order, args }) => ({
      spoke: Number(args.spoke),
      epoch: args.heartbeat.epoch,
      order,
    })),
    reports: reports.length,
    stale: stale.length,
  }
}

type Found<T> = { readonly time: number; readonly order: number; readonly args: T }
type FoundOn<T> = Found<T> & { readonly chain: number }

/** More events than one block can hold. */
const ORDER = 1e6

async function eventsOf<T>(
  chain: LocalChain,
  address: Address,
  contract: string,
  eventName: string,
): Promise<readonly Found<T>[]> {
  const abi = artifact(contract as Parameters<typeof artifact>[0]).abi as Abi
  const logs = await chain.client.getContractEvents({ address, abi, eventName, fromBlock: 0n, strict: true })
  const times = new Map<bigint, number>()
  const found: Found<T>[] = []
  for (const log of logs) {
    let time = times.get(log.blockNumber)
    if (time === undefined) {
      const { blockTimestamp } = log as { blockTimestamp?: bigint }
      time = Number(
        blockTimestamp ?? (await chain.client.getBlock({ blockNumber: log.blockNumber })).timestamp,
      )
      times.set(log.blockNumber, time)
    }
    const order = Number(log.blockNumber) * ORDER + log.logIndex
    found.push({ time, order, args: (log as unknown as { args: T }).args })
  }
  return found
}

/** Annual vol at the money. */
function volAtTheMoney(smile: ChainSmile): number {
  return Math.sqrt(annualVariance(fromChainSmile(smile), 0))
}
