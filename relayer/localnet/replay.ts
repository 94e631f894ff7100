import { setNiceness } from '../src/priority.ts'
import { accounts } from './accounts.ts'
import type { Actor } from './conductor/actor.ts'
import { type Conductor, conduct, type Step } from './conductor/conductor.ts'
import { feedWriter } from './conductor/feed-writer.ts'
import { tradeDesk } from './conductor/trade-desk.ts'
import { truthOf } from './conductor/truth.ts'
import { publisher } from './market/publisher.ts'
import type { Options } from './options.ts'
import type { RecordedTick } from './report/recording.ts'
import { hubOf } from './setup/local-network.ts'
import { MARKET } from './setup/topology.ts'
import { BEFORE, type Stage } from './stage.ts'
import { arbitrage } from './venues/arbitrage.ts'
import type { Screen } from './view/screen.ts'
import { statusBoard } from './view/status.ts'

/** A market that is being replayed on a stage. */
export type Replay = Conductor & {
  /** Time of the last step. */
  readonly reached: () => number
  /** Every price the oracle has published. */
  readonly ticks: readonly RecordedTick[]
  /** Different errors of the relayer, each once. */
  readonly errors: () => readonly string[]
}

export type ReplayOptions = {
  readonly options: Options
  readonly screen: Screen
  readonly signal: AbortSignal
  /** Acts on the hub before everybody else there. */
  readonly first?: Actor
}

const HOUR = 3_600
const MOST_ERRORS = 100
const BEFORE_OTHERS = -10

export function startReplay(stage: Stage, { options, screen, signal, first }: ReplayOptions): Replay {
  const { path, sites, books, relayer, opening } = stage
  const names = new Map(
    books.filter(({ plan }) => plan !== undefined).map(({ book, name }) => [String(book), name]),
  )
  const board = statusBoard(names, path.start, options.exit ? path.start + opening.hours * HOUR : path.end)
  const ticks: RecordedTick[] = []
  const errors = new Set<string>()
  let reached = path.start
  // At the pace of a clock latency counts; at full speed only how much is done.
  if (options.speed !== 'max') setNiceness(BEFORE_OTHERS)
  const conductor = conduct({
    chains: sites.map(({ chain }) => chain),
    actors: actorsOf(stage, options.seed, first),
    truth: truthOf(path, options.seed),
    publisher: publisher(accounts.publisher),
    market: MARKET,
    relayer,
    carrier: stage.carrier,
    updaters: stage.updaters,
    takePending: stage.takePending,
    start: path.start,
    seed: options.seed,
    speed: options.speed,
    signal,
    onStep: (step: Step) => {
      const { truth, published, result } = step
      reached = truth.time
      ticks.push({ time: truth.time, publishTime: published.time, price: String(published.price) })
      for (const error of result.errors) if (errors.size < MOST_ERRORS) errors.add(error)
      board.note(step)
      screen.show(() => board.read(relayer.state()))
    },
  })
  return { ...conductor, reached: () => reached, ticks, errors: () => [...errors] }
}

/** Who acts on each chain before a block. */
function actorsOf(
  stage: Stage,
  seed: number,
  guest: Actor | undefined,
): ReadonlyMap<number, readonly Actor[]> {
  const { sites, path, opening, books, first } = stage
  const hub = hubOf(sites)
  return new Map(
    sites.map((site) => {
      const { chain, externals, pools } = site
      const actors: Actor[] = [
        feedWriter(chain, externals, { ...first, time: path.start - BEFORE }, seed),
        arbitrage(chain, accounts.trader.address, externals.trader, pools),
      ]
      if (site === hub && guest !== undefined) actors.unshift(guest)
      if (site === hub) actors.push(tradeDesk(hub, books, opening))
      return [chain.id, actors]
    }),
  )
}
