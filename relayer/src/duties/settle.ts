// SPDX-License-Identifier: MIT
import { iSettlementAbi } from '@gimbal/contracts'
import { encodeFunctionData } from 'viem'
import type { Intent } from '../chain/intent.ts'
import { type MarketTerms, marketTerms } from '../hedge/market-terms.ts'
import { seriesOf } from '../hedge/series.ts'
import type { PriceTick } from '../market/price-tick.ts'
import type { RoundFinder } from '../market/round-at.ts'
import type { TickHistory } from '../market/tick-history.ts'
import { instantOf } from '../quant/settlement-weight.ts'
import type { Expiry } from '../transport/hub-state.ts'
import type { World } from './world.ts'

const GAS_INSTANT = 500_000n
const GAS_FINALISE = 800_000n
const GAS_SETTLE = 500_000n
const GAS_POSITION = 300_000n

/** Where settlement prices come from. */
export interface SettlementSources {
  readonly rounds: RoundFinder
  readonly ticks: TickHistory
  /** Fee of the hub's pull oracle for a tick's updates. */
  readonly updateFee: (tick: PriceTick) => Promise<bigint>
}

function termsOf(world: World, market: number): MarketTerms | undefined {
  for (const { state } of world.spokes) {
    const config = state.config?.markets.find((entry) => entry.market === market)
    if (config) return marketTerms(config)
  }
  return undefined
}

function call(world: World, key: string, data: `0x${string}`, gas: bigint, value = 0n): Intent {
  return {
    value,
    chain: world.config.hub,
    key,
    purpose: 'settle',
    to: world.config.hubContracts.settlement,
    data,
    gas,
  }
}

async function fromRounds(
  world: World,
  { market, expiry }: Expiry,
  index: number,
  instant: number,
  { rounds }: SettlementSources,
): Promise<Intent | undefined> {
  const found = await rounds(market, instant)
  return (
    found &&
    call(
      world,
      `instant:${market}:${expiry}:${index}`,
      encodeFunctionData({
        abi: iSettlementAbi,
        functionName: 'storeInstant',
        args: [market, expiry, index, found.base, found.quote],
      }),
      GAS_INSTANT,
    )
  )
}

/** The second source, for instants that the push rounds could not prove. */
async function fromTicks(
  world: World,
  { market, expiry }: Expiry,
  index: number,
  instant: number,
  { ticks, updateFee }: SettlementSources,
): Promise<Intent | undefined> {
  const tick = ticks.firstSince(market, instant)
  return (
    tick &&
    call(
      world,
      `instant-pull:${market}:${expiry}:${index}`,
      encodeFunctionData({
        abi: iSettlementAbi,
        functionName: 'storeInstantPull',
        args: [market, expiry, index, tick.updates],
      }),
      2n * GAS_INSTANT,
      await updateFee(tick),
    )
  )
}

async function store(
  world: World,
  entry: Expiry,
  { settlement, settlementGrace }: MarketTerms,
  sources: SettlementSources,
): Promise<readonly Intent[]> {
  const { time } = world.hubHead
  const late = time > entry.expiry + settlementGrace
  const intents: Intent[] = []
  for (let index = 1; index <= settlement.instants; index++) {
    const instant = instantOf(entry.expiry, index, settlement)
    if (instant >= time) break
    if (entry.stored.has(index)) continue
    const intent =
      (late ? await fromTicks(world, entry, index, instant, sources) : undefined) ??
      (await fromRounds(world, entry, index, instant, sources))
    if (intent) intents.push(intent)
  }
  return intents
}

function finalise(world: World, { market, expiry }: Expiry): Intent {
  return call(
    world,
    `finalise:${market}:${expiry}`,
    encodeFunctionData({ abi: iSettlementAbi, functionName: 'finalise', args: [market, expiry] }),
    GAS_FINALISE,
  )
}

/** Pays every book that still holds a settled series. */
function pay(world: World, { market, expiry }: Expiry): readonly Intent[] {
  const holders = new Map<bigint, bigint[]>()
  for (const { id, positions } of world.hubState.books.values()) {
    for (const series of positions.keys()) {
      const of = seriesOf(series)
      if (of.market !== market || of.expiry !== expiry) continue
      const books = holders.get(series) ?? []
      holders.set(series, [...books, id])
    }
  }
  return [...holders].map(([series, books]) =>
    call(
      world,
      `settle:${series}`,
      encodeFunctionData({ abi: iSettlementAbi, functionName: 'settle', args: [series, books] }),
      GAS_SETTLE + GAS_POSITION * BigInt(books.length),
    ),
  )
}

/**
 * Stores the instants of expiring series as they pass, after the grace from the second source, fixes the median after the
 * last, and pays the positions.
 */
export async function settleDuty(world: World, sources: SettlementSources): Promise<readonly Intent[]> {
  const intents: Intent[] = []
  for (const entry of world.hubState.expiries.values()) {
    const terms = termsOf(world, entry.market)
    if (!terms || world.hubHead.time <= entry.expiry - terms.settlement.window) continue
    if (entry.settled) {
      intents.push(...pay(world, entry))
      continue
    }
    intents.push(...(await store(world, entry, terms, sources)))
    const enough = 2 * entry.stored.size >= terms.settlement.instants
    if (world.hubHead.time >= entry.expiry && enough) intents.push(finalise(world, entry))
  }
  return intents
}
