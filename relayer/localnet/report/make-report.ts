import type { CarrierStats } from '../../src/carrier/options.ts'
import type { Latency } from '../../src/handle.ts'
import { fromWad } from '../../src/hedge/wad.ts'
import type { Submitted } from '../../src/updater/options.ts'
import type { OpenBook } from '../books/open.ts'
import { type Truth, truthOf } from '../conductor/truth.ts'
import { type MarketPath, TICK } from '../market/path.ts'
import type { Site } from '../setup/local-network.ts'
import { marketTerms } from '../setup/terms.ts'
import { trackBook } from './book-track.ts'
import { conservation } from './conservation.ts'
import type { History } from './history.ts'
import type { Indexed } from './indexed.ts'
import { percentiles, qualityOf, type Sample, spreadOf } from './measures.ts'
import type { RecordedTick } from './recording.ts'
import type { BookReport, Percentiles, Report } from './report.ts'
import { spokeTermsOf } from './spoke-terms.ts'
import { surfaceErrors, surfaceReport } from './surface-report.ts'

export type ReportInput = {
  readonly sites: readonly Site[]
  readonly books: readonly OpenBook[]
  readonly path: MarketPath
  readonly seed: number
  /** Time of the last step. */
  readonly until: number
  readonly history: History
  readonly messages: CarrierStats
  readonly latency: Latency
  readonly submitted: readonly Submitted[]
  /** What is wrong with updaters. */
  readonly troubles: readonly string[]
  readonly ticks: readonly RecordedTick[]
  readonly indexed: Indexed
  readonly errors: readonly string[]
}

const HOUR = 3_600

/** Measures a run from the events of its chains and the true path, which its seed gives once more. */
export async function makeReport(input: ReportInput): Promise<Report> {
  const { sites, books, path, seed, until, history, messages, latency, indexed } = input
  const balances = await conservation(
    sites,
    books.map(({ book }) => book),
  )
  const broken = balances.filter(({ error }) => error !== 0n)
  const hedged = history.executions.filter(({ kind }) => kind === 'hedge')
  return {
    seed,
    hours: (until - path.start) / HOUR,
    prices: path.source,
    chains: await Promise.all(
      sites.map(async ({ chain, deployment }) => ({
        id: chain.id,
        role: deployment.role,
        blocks: Number(await chain.client.getBlockNumber()),
      })),
    ),
    books: await bookReports(input),
    heartbeats: history.heartbeats.length,
    hedges: hedged.length,
    reports: history.reports,
    messages: { sent: messages.seen, delivered: messages.delivered, stale: history.stale },
    conservation: {
      ok: broken.length === 0,
      maxErrorUnits: broken.reduce((most, { error }) => Math.max(most, Math.abs(Number(error))), 0),
    },
    subgraph: { synced: indexed.synced, hedges: indexed.hedges },
    latencyMs: { ...latency, tickToMined: minedAfter(history, input.ticks) },
    surface: surfaceReport({
      surfaces: history.surfaces,
      submitted: input.submitted,
      hourly: hourlyPrices(path, seed, until),
      start: path.start,
      until,
    }),
    errors: [
      ...input.errors,
      ...surfaceErrors({ surfaces: history.surfaces, until, troubles: input.troubles }),
      ...indexed.errors,
      ...broken.map(({ what, error }) => `${what} is off by ${error} units`),
    ],
  }
}

/** From the publication of a price to the block of the hedge that used it, in simulated milliseconds. */
function minedAfter(history: History, ticks: readonly RecordedTick[]): Percentiles {
  const published = new Map(ticks.map(({ price, publishTime }) => [price, publishTime]))
  const delays = history.executions.flatMap(({ kind, mined, filed }) => {
    const time = published.get(String(filed.price))
    return kind === 'hedge' && time !== undefined ? [1_000 * (mined - time)] : []
  })
  return percentiles(delays)
}

async function bookReports(input: ReportInput): Promise<readonly BookReport[]> {
  const { books, path, history, until } = input
  const price = path.firstPrice / truthOf(path, input.seed)(path.start).quote
  const { settlement } = marketTerms(price, path.initialVol)
  const bands = await spokeTermsOf(input.sites)
  const tracked = books.map((book) => ({
    book,
    track: trackBook({
      book: Number(book.book),
      history,
      settlement,
      bands,
      constantVol: path.initialVol,
    }),
    samples: [] as Sample[],
    hedged: [] as number[],
    unhedged: [] as number[],
  }))
  for (const truth of truths(path, input.seed, until)) {
    for (const entry of tracked) {
      const sample = entry.track.sample(truth.time, truth.price)
      if (sample === undefined) continue
      entry.samples.push(sample)
      if ((truth.time - path.start) % HOUR !== 0) continue
      const value = entry.track.value(truth.time, truth.price)
      if (value === undefined) continue
      entry.hedged.push(value.hedged)
      entry.unhedged.push(value.unhedged)
    }
  }
  return tracked.map(({ book, samples, hedged, unhedged }) => ({
    id: Number(book.book),
    name: book.name,
    ...tradesOf(Number(book.book), history),
    ...qualityOf(samples),
    ...spreadOf(hedged, unhedged),
  }))
}

function* truths(path: MarketPath, seed: number, until: number): Generator<Truth, void> {
  const truth = truthOf(path, seed)
  for (let time = path.start; time <= until; time += TICK) yield truth(time)
}

/** The true price at the start and each full hour after it. */
function hourlyPrices(path: MarketPath, seed: number, until: number): readonly number[] {
  const truth = truthOf(path, seed)
  const prices: number[] = []
  for (let time = path.start; time <= until; time += HOUR) prices.push(truth(time).price)
  return prices
}

function tradesOf(book: number, history: History) {
  const own = history.executions.filter((execution) => execution.book === book)
  return {
    spokes: [...new Set(own.map(({ chain }) => chain))].toSorted((a, b) => a - b),
    hedges: own.filter(({ kind }) => kind === 'hedge').length,
    fills: own.filter(({ kind }) => kind === 'fill').length,
    turnover: own.reduce((sum, { filed }) => sum + Math.abs(fromWad(filed.quote)), 0),
    cost: own.reduce((sum, { filed }) => sum + fromWad(filed.cost), 0),
  }
}
