// SPDX-License-Identifier: MIT
import { iMarginEngineAbi, iOracleRouterAbi, iRiskParametersAbi, iVolSurfaceAbi } from '@gimbal/contracts'
import { marketTerms } from '../hedge/market-terms.ts'
import { seriesOf } from '../hedge/series.ts'
import { fromWad } from '../hedge/wad.ts'
import type { HubBook, Published } from '../transport/hub-state.ts'
import type { World } from './world.ts'

/** Looks now and then whether what was published still holds. */
export interface Review {
  /** Books whose vol or requirement has moved by the governed share since their body was published. */
  readonly outdated: (world: World) => Promise<ReadonlySet<bigint>>
}

function moved(now: number, then: number, share: number): boolean {
  return then > 0 && Math.abs(now / then - 1) >= share
}

function publishedOf(world: World, book: bigint): Published | undefined {
  for (const { hubSide } of world.spokes) {
    const published = hubSide.mandates.get(book)
    if (published && published.body.share > 0n) return published
  }
  return undefined
}

function relativeRiskAversion(world: World, market: number): number {
  for (const { state } of world.spokes) {
    const config = state.config?.markets.find((entry) => entry.market === market)
    if (config) return marketTerms(config).relativeRiskAversion
  }
  return 0
}

async function isOutdated(world: World, book: HubBook, share: number): Promise<boolean> {
  const published = publishedOf(world, book.id)
  if (!published || published.body.legs.length === 0) return false
  const { client } = world.hub
  const { marginEngine, volSurface } = world.config.hubContracts
  // Carry is zero, so the hub takes its mark for the forward.
  const [spot] = await client.readContract({
    address: world.hub.config.spoke.oracleRouter,
    abi: iOracleRouterAbi,
    functionName: 'markPrice',
    args: [book.market],
  })
  const [requirement, ...vols] = await Promise.all([
    client.readContract({
      address: marginEngine,
      abi: iMarginEngineAbi,
      functionName: 'requirement',
      args: [book.id],
    }),
    ...published.body.legs.map(({ series }) => {
      const { expiry, strike } = seriesOf(series)
      return client.readContract({
        address: volSurface,
        abi: iVolSurfaceAbi,
        functionName: 'lastVol',
        args: [book.market, expiry, strike, spot],
      })
    }),
  ])
  const riskAversion = relativeRiskAversion(world, book.market) / fromWad(requirement)
  return (
    moved(riskAversion, fromWad(published.body.riskAversion), share) ||
    published.body.legs.some((leg, i) => moved(fromWad(vols[i]![0]), fromWad(leg.vol), share))
  )
}

export function createReview(): Review {
  const shares = new Map<number, number>()
  let next = 0

  async function republishShare(world: World, market: number): Promise<number> {
    const known = shares.get(market)
    if (known !== undefined) return known
    const terms = await world.hub.client.readContract({
      address: world.config.hubContracts.riskParameters,
      abi: iRiskParametersAbi,
      functionName: 'mandateTerms',
      args: [market],
    })
    const share = fromWad(terms.republishShare)
    shares.set(market, share)
    return share
  }

  return {
    outdated: async (world) => {
      const { time } = world.hubHead
      if (time < next) return new Set()
      next = time + world.config.policy.reviewEvery
      // governed numbers may change: they are read again at every review
      shares.clear()
      const books = [...world.hubState.books.values()].filter(
        ({ hedged, positions }) => hedged && positions.size > 0,
      )
      const found = await Promise.all(
        books.map(async (book) =>
          (await isOutdated(world, book, await republishShare(world, book.market))) ? book.id : undefined,
        ),
      )
      return new Set(found.filter((id) => id !== undefined))
    },
  }
}
