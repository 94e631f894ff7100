// SPDX-License-Identifier: MIT
import { iSettlementAbi } from '@gimbal/contracts'
import { encodeFunctionData } from 'viem'
import type { Intent } from '../chain/intent.ts'
import { marketTerms } from '../hedge/market-terms.ts'
import { seriesOf } from '../hedge/series.ts'
import type { RoundFinder } from '../market/round-at.ts'
import { instantOf, type SettlementWindow } from '../quant/settlement-weight.ts'
import type { Expiry } from '../transport/hub-state.ts'
import type { World } from './world.ts'

const GAS_INSTANT = 500_000n
const GAS_FINALISE = 800_000n
const GAS_SETTLE = 500_000n
const GAS_POSITION = 300_000n

function settlementOf(world: World, market: number): SettlementWindow | undefined {
  for (const { state } of world.spokes) {
    const config = state.config?.markets.find((entry) => entry.market === market)
    if (config) return marketTerms(config).settlement
  }
  return undefined
}

function call(world: World, key: string, data: `0x${string}`, gas: bigint): Intent {
  return {
    chain: world.config.hub,
    key,
    purpose: 'settle',
    to: world.config.hubContracts.settlement,
    data,
    gas,
  }
}

async function store(
  world: World,
  { market, expiry, stored }: Expiry,
  window: SettlementWindow,
  rounds: RoundFinder,
): Promise<readonly Intent[]> {
  const intents: Intent[] = []
  for (let index = 1; index <= window.instants; index++) {
    const instant = instantOf(expiry, index, window)
    if (instant >= world.hubHead.time) break
    if (stored.has(index)) continue
    const found = await rounds(market, instant)
    if (!found) continue
    intents.push(
      call(
        world,
        `instant:${market}:${expiry}:${index}`,
        encodeFunctionData({
          abi: iSettlementAbi,
          functionName: 'storeInstant',
          args: [market, expiry, index, found.base, found.quote],
        }),
        GAS_INSTANT,
      ),
    )
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

/** Stores the instants of expiring series as they pass, fixes the median after the last, and pays the positions. */
export async function settleDuty(world: World, rounds: RoundFinder): Promise<readonly Intent[]> {
  const intents: Intent[] = []
  for (const entry of world.hubState.expiries.values()) {
    const window = settlementOf(world, entry.market)
    if (!window || world.hubHead.time <= entry.expiry - window.window) continue
    if (entry.settled) {
      intents.push(...pay(world, entry))
      continue
    }
    intents.push(...(await store(world, entry, window, rounds)))
    const enough = 2 * entry.stored.size >= window.instants
    if (world.hubHead.time >= entry.expiry && enough) intents.push(finalise(world, entry))
  }
  return intents
}
