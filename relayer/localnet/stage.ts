import { toWad } from '../src/hedge/wad.ts'
import { expiriesOf, type OpenBook, type Opening, openBooks } from './books/open.ts'
import { type Truth, truthOf } from './conductor/truth.ts'
import type { MarketPath } from './market/path.ts'
import { replayedPath } from './market/replayed.ts'
import { simulatedPath } from './market/simulated.ts'
import type { Options } from './options.ts'
import { portSource } from './process/ports.ts'
import type { Stack } from './process/stack.ts'
import { compileSubgraphs, type Indexer, startIndexers } from './setup/indexers.ts'
import { provideLiquidity } from './setup/liquidity.ts'
import { buildLocalNetwork, networkFile, type Site } from './setup/local-network.ts'
import { type Ground, prepareFolder, startChains, startIndexerGround } from './setup/processes.ts'
import { type Services, type ServicesOptions, startServices } from './setup/services.ts'

/** Seconds of chain time for everything that happens before the first price. */
export const BEFORE = 3_000

export type StageOptions = {
  readonly options: Options
  readonly stack: Stack
  readonly say: (line: string) => void
  /** Told when a process dies that nobody has stopped. */
  readonly fail: (error: Error) => void
  readonly relay?: ServicesOptions['relay']
  /** The market instead of the one the options name. */
  readonly path?: MarketPath
}

/** Everything a replay needs, at the first price: chains, contracts, liquidity, open books, indexers, relayer and carrier. */
export type Stage = Services & {
  readonly folder: string
  readonly path: MarketPath
  readonly sites: readonly Site[]
  readonly books: readonly OpenBook[]
  /** Come up while the replay goes on: compiling subgraphs takes longer than everything else. */
  readonly indexers: Promise<readonly Indexer[]>
  readonly opening: Opening
  readonly first: Truth
}

/** Brings everything up. Blocks come by themselves until it is done, then only when they are asked for. */
export async function setStage({ options, stack, say, fail, ...given }: StageOptions): Promise<Stage> {
  const path = given.path ?? pathOf(options)
  const from = new Date(path.start * 1_000).toISOString()
  say(`market: ${path.source}, from ${path.firstPrice} at ${from}`)
  const ground: Ground = {
    folder: await prepareFolder(stack, options.keep),
    ports: portSource(options.ports),
    stack,
    onDeath: (child, ending) => fail(new Error(`${child.name} died (${ending}):\n${child.tail()}`)),
  }
  const chains = await startChains(ground, path.start - BEFORE)
  const first = truthOf(path, options.seed)(path.start)
  const sites = await buildLocalNetwork({
    chains,
    prices: first,
    initialVol: path.initialVol,
    after: path.start - BEFORE,
    folder: ground.folder,
    say,
  })
  const indexers = options.subgraph ? index(ground, sites, say) : Promise.resolve([])
  indexers.catch(fail)
  const services = await startServices(ground, sites, {
    seed: options.seed,
    path,
    expiries: expiriesOf({ start: path.start, hours: options.hours }),
    say,
    ...(given.relay === undefined ? {} : { relay: given.relay }),
  })
  await provideLiquidity(sites, first.price, services.carryBefore)
  say('pools are filled')
  const opening: Opening = {
    start: path.start,
    hours: options.hours,
    firstPrice: first.price,
  }
  await services.updaters.tick({ price: toWad(first.price), time: path.start })
  const books = await openBooks(sites, opening)
  say(`${books.length} books are open`)
  for (const { id, url } of chains) say(`chain of ${id}: ${url}`)
  say(`governance: npx gimbal-gov --network ${networkFile(ground.folder)} params`)
  if (services.relayer.apiUrl !== undefined) say(`relayer: ${services.relayer.apiUrl}/v1/books`)
  await Promise.all(chains.map((chain) => chain.automine(false)))
  return { ...services, folder: ground.folder, path, sites, books, indexers, opening, first }
}

async function index(
  ground: Ground,
  sites: readonly Site[],
  say: (line: string) => void,
): Promise<readonly Indexer[]> {
  const [indexerGround] = await Promise.all([startIndexerGround(ground), compileSubgraphs()])
  const indexers = await startIndexers(ground, indexerGround, sites)
  for (const { chain, node } of indexers) say(`subgraph of ${chain}: ${node.url}`)
  return indexers
}

function pathOf({ prices, seed, from }: Options): MarketPath {
  return prices === undefined ? simulatedPath(seed) : replayedPath({ file: prices, seed, from })
}
