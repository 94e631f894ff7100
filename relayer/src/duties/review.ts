// SPDX-License-Identifier: MIT
import { iMarginEngineAbi, iOracleRouterAbi, iRiskParametersAbi, iVolSurfaceAbi } from '@gimbal/contracts'
import { type MarketTerms, marketTerms } from '../hedge/market-terms.ts'
import { seriesOf } from '../hedge/series.ts'
import { fromWad } from '../hedge/wad.ts'
import { listVolFactor } from '../quant/list-vol-factor.ts'
import { optionSheet } from '../quant/option-sheet.ts'
import type { HubBook, Published } from '../transport/hub-state.ts'
import type { World } from './world.ts'

/** Looks now and then whether what was published still holds. */
export interface Review {
  /**
   * Books whose requirement, or the vols of whose target (surface times factor), have moved by the governed share since
   * their body was published.
   */
  readonly outdated: (world: World) => Promise<ReadonlySet<bigint>>
}

function moved(now: number, then: number, share: number): boolean {
  return then > 0 && Math.abs(now / then - 1) >= share
}

/** A body in force, and the terms of the spoke that hedges by it. */
interface Hedged {
  readonly published: Published
  readonly terms: MarketTerms
}

/** Where a book is hedged by a list. */
function hedgedLists(world: World, book: HubBook): readonly Hedged[] {
  return world.spokes.flatMap(({ state, hubSide }) => {
    const published = hubSide.mandates.get(book.id)
    const config = state.config?.markets.find(({ market }) => market === book.market)
    if (!published || published.body.share === 0n || published.body.legs.length === 0 || !config) return []
    return [{ published, terms: marketTerms(config) }]
  })
}

async function isOutdated(world: World, book: HubBook, share: number): Promise<boolean> {
  const lists = hedgedLists(world, book)
  const [first] = lists
  if (!first) return false
  const { client } = world.hub
  const { marginEngine, volSurface } = world.config.hubContracts
  // Carry is zero, so the hub takes its mark for the forward.
  const [mark] = await client.readContract({
    address: world.hub.config.spoke.oracleRouter,
    abi: iOracleRouterAbi,
    functionName: 'markPrice',
    args: [book.market],
  })
  // The list is the book's on every spoke; only the factor in its vols differs.
  const [requirement, ...vols] = await Promise.all([
    client.readContract({
      address: marginEngine,
      abi: iMarginEngineAbi,
      functionName: 'requirement',
      args: [book.id],
    }),
    ...first.published.body.legs.map(({ series }) => {
      const { expiry, strike } = seriesOf(series)
      return client.readContract({
        address: volSurface,
        abi: iVolSurfaceAbi,
        functionName: 'lastVol',
        args: [book.market, expiry, strike, mark],
      })
    }),
  ])
  const now: Market = {
    spot: fromWad(mark),
    time: world.hubHead.time,
    requirement: Math.max(1, fromWad(requirement)),
    vols: vols.map(([vol]) => fromWad(vol)),
  }
  return lists.some((hedged) => hasMoved(hedged, now, share))
}

/** What a body is built of, as of now. */
interface Market {
  readonly spot: number
  readonly time: number
  /** Of the book; below 1.00 it counts as 1.00. */
  readonly requirement: number
  /** Of the surface, by leg. */
  readonly vols: readonly number[]
}

function hasMoved({ published: { body }, terms }: Hedged, now: Market, share: number): boolean {
  const riskAversion = terms.relativeRiskAversion / now.requirement
  if (moved(riskAversion, fromWad(body.riskAversion), share)) return true
  const sheet = optionSheet(
    body.legs.map(({ series, size }, i) => {
      const { expiry, strike, put } = seriesOf(series)
      return { strike: fromWad(strike), expiry, put, vol: now.vols[i]!, carry: 0, size: fromWad(size) }
    }),
  )
  const factor = listVolFactor(sheet, now, terms.settlement, {
    costRate: terms.band.costRate,
    riskAversion,
  })
  return body.legs.some(({ vol }, i) => moved(now.vols[i]! * factor, fromWad(vol), share))
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
