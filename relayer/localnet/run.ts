import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CarrierHandle } from '../src/carrier/options.ts'
import type { RelayerHandle } from '../src/handle.ts'
import { accounts } from './accounts.ts'
import { expiriesOf, type OpenBook, type Opening, openBooks } from './books/open.ts'
import type { LocalChain } from './chain/local-chain.ts'
import type { Actor } from './conductor/actor.ts'
import { conduct, type Step } from './conductor/conductor.ts'
import { feedWriter } from './conductor/feed-writer.ts'
import { tradeDesk } from './conductor/trade-desk.ts'
import { type Truth, truthOf } from './conductor/truth.ts'
import { volUpdater } from './conductor/vol-updater.ts'
import type { MarketPath } from './market/path.ts'
import { publisher } from './market/publisher.ts'
import { replayedPath } from './market/replayed.ts'
import { simulatedPath } from './market/simulated.ts'
import type { Options } from './options.ts'
import { portSource } from './process/ports.ts'
import type { Stack } from './process/stack.ts'
import { readHistory } from './report/history.ts'
import { readIndexers } from './report/indexed.ts'
import { makeReport } from './report/make-report.ts'
import { makeRecording, type RecordedTick } from './report/recording.ts'
import type { Report } from './report/report.ts'
import { compileSubgraphs, type Indexer, startIndexers } from './setup/indexers.ts'
import { provideLiquidity } from './setup/liquidity.ts'
import { buildLocalNetwork, contractOf, hubOf, type Site } from './setup/local-network.ts'
import { type Ground, prepareFolder, startChains, startIndexerGround } from './setup/processes.ts'
import { startServices } from './setup/services.ts'
import { MARKET } from './setup/topology.ts'
import { arbitrage } from './venues/arbitrage.ts'
import type { Screen } from './view/screen.ts'
import { statusBoard } from './view/status.ts'

/** Seconds of chain time for everything that happens before the first price. */
const BEFORE = 3_000
const HOUR = 3_600

export type RunOptions = {
  readonly options: Options
  readonly screen: Screen
  readonly stack: Stack
  /** Ends the replay; what was measured until then is reported. */
  readonly signal: AbortSignal
  /** Told when everything stands and the replay begins. */
  readonly onReplay: () => void
  /** Ends the run with an error, e.g. when a process dies. */
  readonly fail: (error: Error) => void
}

/** Brings everything up, replays the market and reports; unless asked to exit it goes on until the signal and reports again. */
export async function runLocalnet(run: RunOptions): Promise<Report> {
  const { options, screen, stack, signal } = run
  const path =
    options.prices === undefined
      ? simulatedPath(options.seed)
      : replayedPath({ file: options.prices, seed: options.seed, from: options.from })
  screen.say(
    `market: ${path.source}, from ${path.firstPrice} at ${new Date(path.start * 1_000).toISOString()}`,
  )
  const ground: Ground = {
    folder: await prepareFolder(stack, options.keep),
    ports: portSource(options.ports),
    stack,
    onDeath: (child, ending) => run.fail(new Error(`${child.name} died (${ending}):\n${child.tail()}`)),
  }
  const chains = await startChains(ground, path.start - BEFORE)
  const first = truthOf(path, options.seed)(path.start)
  const [sites, indexerGround] = await Promise.all([
    buildLocalNetwork({
      chains,
      prices: first,
      initialVol: path.initialVol,
      after: path.start - BEFORE,
      folder: ground.folder,
      say: screen.say,
    }),
    options.subgraph ? startIndexerGround(ground) : undefined,
    options.subgraph ? compileSubgraphs() : undefined,
  ])
  const services = await startServices(ground, sites, options.seed)
  const opening: Opening = {
    start: path.start,
    hours: options.hours,
    firstPrice: first.price,
    vol: path.initialVol,
  }
  await provideLiquidity(sites, first.price, services.carryAtOnce)
  screen.say('pools are filled')
  const books = await openBooks(sites, opening)
  screen.say(`${books.length} books are open`)
  const indexers = indexerGround === undefined ? [] : await startIndexers(ground, indexerGround, sites)
  for (const { chain, node } of indexers) screen.say(`subgraph of ${chain}: ${node.url}`)
  if (services.relayer.apiUrl !== undefined) screen.say(`relayer: ${services.relayer.apiUrl}/v1/books`)
  await Promise.all(chains.map((chain) => chain.automine(false)))

  const stage: Stage = { run, path, sites, books, indexers, opening, first, ...services }
  run.onReplay()
  const replay = startReplay(stage)
  const end = path.start + options.hours * HOUR
  await replay.until(path.end === undefined ? end : Math.min(end, path.end))
  const report = await publish(stage, replay)
  if (options.exit || signal.aborted) return report
  await replay.until(path.end)
  return publish(stage, replay)
}

/** Measures what was replayed so far and shows it. */
async function publish(stage: Stage, replay: Replay): Promise<Report> {
  const { screen, options } = stage.run
  const report = await measure(stage, replay)
  screen.report(report)
  if (options.report !== undefined) writeFileSync(options.report, `${JSON.stringify(report, null, 2)}\n`)
  return report
}

type Stage = {
  readonly run: RunOptions
  readonly path: MarketPath
  readonly sites: readonly Site[]
  readonly books: readonly OpenBook[]
  readonly indexers: readonly Indexer[]
  readonly opening: Opening
  readonly first: Truth
  readonly relayer: RelayerHandle
  readonly carrier: CarrierHandle
  readonly takePending: () => ReadonlySet<number>
}

type Replay = {
  /** Goes on to a time, or for ever. */
  readonly until: (end: number | undefined) => Promise<void>
  readonly reached: () => number
  readonly ticks: readonly RecordedTick[]
  readonly errors: () => readonly string[]
}

function startReplay(stage: Stage): Replay {
  const { run, path, sites, books, relayer, opening } = stage
  const { options, screen, signal } = run
  const chains = sites.map(({ chain }) => chain)
  const names = new Map(
    books.filter(({ plan }) => plan !== undefined).map(({ book, name }) => [String(book), name]),
  )
  const board = statusBoard(names, path.start, options.exit ? path.start + opening.hours * HOUR : path.end)
  const ticks: RecordedTick[] = []
  const errors = new Set<string>()
  let reached = path.start
  const conductor = conduct({
    chains,
    actors: actorsOf(stage),
    truth: truthOf(path, options.seed),
    publisher: publisher(accounts.publisher),
    market: MARKET,
    relayer,
    carrier: stage.carrier,
    takePending: stage.takePending,
    start: path.start,
    seed: options.seed,
    speed: options.speed,
    signal,
    onStep: (done: Step) => {
      const { truth, published, result } = done
      reached = truth.time
      ticks.push({ time: truth.time, publishTime: published.time, price: String(published.price) })
      for (const error of result.errors) {
        if (errors.size < 100) errors.add(error)
      }
      board.note(done)
      screen.show(() => board.read(relayer.state()))
    },
  })
  return { until: conductor.until, reached: () => reached, ticks, errors: () => [...errors] }
}

/** Who acts on each chain before a block. */
function actorsOf(stage: Stage): ReadonlyMap<number, readonly Actor[]> {
  const { sites, path, opening, books, run, first } = stage
  const hub = hubOf(sites)
  const vols = volUpdater(hub.chain, contractOf(hub, 'VolSurface'), {
    initialVol: path.initialVol,
    start: path.start,
    expiries: expiriesOf(opening),
  })
  return new Map(
    sites.map((site) => {
      const { chain, externals, pools } = site
      const trader = arbitrage(chain, accounts.trader.address, externals.trader, pools)
      const actors: Actor[] = [
        feedWriter(chain, externals, { ...first, time: path.start - BEFORE }, run.options.seed),
        { act: ({ price }) => trader.act(price) },
      ]
      if (site === hub) actors.push(vols, tradeDesk(hub, books, opening, vols.vol))
      return [chain.id, actors]
    }),
  )
}

async function measure(stage: Stage, replay: Replay): Promise<Report> {
  const { sites, books, path, run, relayer, carrier, indexers } = stage
  const { keep, seed } = run.options
  const chains: readonly LocalChain[] = sites.map(({ chain }) => chain)
  const [history, indexed] = await Promise.all([readHistory(sites), readIndexers(indexers, chains)])
  if (keep !== undefined) {
    const recording = await makeRecording(sites, history, replay.ticks)
    writeFileSync(join(keep, 'recording.json'), JSON.stringify(recording))
  }
  return makeReport({
    sites,
    books,
    path,
    seed,
    until: replay.reached(),
    history,
    messages: carrier.stats(),
    latency: relayer.latency(),
    ticks: replay.ticks,
    indexed,
    errors: replay.errors(),
  })
}
