// SPDX-License-Identifier: MIT
import { aggregatorV3InterfaceAbi, iOracleRouterAbi } from '@gimbal/contracts'
import type { Address } from 'viem'
import type { ChainClient } from '../chain/client.ts'

/** Rounds of a market's push feeds in force at an instant; undefined when they cannot be found (any more). */
export type RoundFinder = (
  market: number,
  instant: number,
) => Promise<{ readonly base: bigint; readonly quote: bigint } | undefined>

async function updatedAt(client: ChainClient, feed: Address, round: bigint): Promise<number | undefined> {
  try {
    const [, , , time] = await client.readContract({
      address: feed,
      abi: aggregatorV3InterfaceAbi,
      functionName: 'getRoundData',
      args: [round],
    })
    return time === 0n ? undefined : Number(time)
  } catch {
    return undefined
  }
}

/** The last round updated at or before `instant`, by bisection over the ids of the newest round's phase. */
async function roundAt(client: ChainClient, feed: Address, instant: number): Promise<bigint | undefined> {
  const [latest, , , latestTime] = await client.readContract({
    address: feed,
    abi: aggregatorV3InterfaceAbi,
    functionName: 'latestRoundData',
  })
  if (Number(latestTime) <= instant) return latest
  const phase = (latest >> 64n) << 64n
  let low = phase
  let high = latest
  while (high - low > 1n) {
    const middle = (low + high) / 2n
    const time = await updatedAt(client, feed, middle)
    if (time !== undefined && time > instant) high = middle
    else low = middle
  }
  return low === phase ? undefined : low
}

export function createRoundFinder(client: ChainClient, oracleRouter: Address): RoundFinder {
  return async (market, instant) => {
    const sources = await client.readContract({
      address: oracleRouter,
      abi: iOracleRouterAbi,
      functionName: 'sourcesOf',
      args: [market],
    })
    const [base, quote] = await Promise.all([
      roundAt(client, sources.basePush, instant),
      roundAt(client, sources.quotePush, instant),
    ])
    return base === undefined || quote === undefined ? undefined : { base, quote }
  }
}
