import { createLogger } from '../../src/logger.ts'
import type { Submitted, UpdaterHandle, UpdaterOptions } from '../../src/updater/options.ts'
import { type UpdaterConfigInput, updaterSchema } from '../../src/updater/schema.ts'
import { startUpdater } from '../../src/updater/start.ts'
import { accounts, updaters } from '../accounts.ts'
import type { MarketPath } from '../market/path.ts'
import type { SignedPrices } from '../market/publisher.ts'
import { contractOf, hubOf, type Site } from './local-network.ts'
import type { Ground } from './processes.ts'
import { wad } from './terms.ts'
import { MARKET } from './topology.ts'

/** The updaters of the vol surface, one key each. */
export type LocalUpdaters = {
  /** Shows each of them a price; those whose turn it is update the surface. */
  readonly tick: (published: Pick<SignedPrices, 'price' | 'time'>) => Promise<unknown>
  /** What they have broadcast, in order. */
  readonly submitted: () => readonly Submitted[]
  /** What is wrong with each, where something is. */
  readonly troubles: () => readonly string[]
}

export type LocalUpdatersOptions = {
  readonly ground: Ground
  readonly sites: readonly Site[]
  readonly path: MarketPath
  /** Of every series of the run. */
  readonly expiries: readonly number[]
  readonly broadcast: NonNullable<UpdaterOptions['broadcast']>
}

/** A smile as ETH's is on a calm day: 2 points of vol at 20 % below the money, falls dearer than rises. */
const SHAPE = { wings: 0.4, rho: -0.3, m: 0, sigma: 0.3 }
/** For gas, base units of the hub's chain. */
const POCKET = wad(10)

/** Starts an updater for each key that may sign, in this process; they talk over HTTP like any others. */
export async function startLocalUpdaters(options: LocalUpdatersOptions): Promise<LocalUpdaters> {
  const { ground, sites, path, expiries, broadcast } = options
  const hub = hubOf(sites)
  const past = path.past()
  const ports: number[] = []
  for (const _ of updaters) ports.push(await ground.ports.next('the API of an updater'))
  const urls = ports.map((port) => `http://127.0.0.1:${port}`)
  const started: UpdaterHandle[] = []
  for (const [at, account] of updaters.entries()) {
    await hub.chain.give(accounts.updater.address, account.address, POCKET)
    const config: UpdaterConfigInput = {
      chain: { id: hub.chain.id, rpc: [hub.chain.url] },
      volSurface: contractOf(hub, 'VolSurface'),
      market: { id: MARKET, tenors: [], expiries: [...new Set(expiries)], shape: SHAPE },
      history: { priorVol: path.initialVol },
      peers: urls.toSpliced(at, 1),
      api: { port: ports[at] },
    }
    const handle = await ground.stack.start(`updater ${at + 1}`, () =>
      startUpdater({
        config: updaterSchema.parse(config),
        account,
        past,
        drive: 'manual',
        broadcast,
        logger: createLogger('silent'),
      }),
    )
    started.push(handle)
  }
  const submitted: Submitted[] = []
  return {
    tick: async (published) => {
      // One after the other: who comes first does not depend on the machine.
      for (const updater of started) {
        const update = await updater.tick(published)
        if (update) submitted.push(update)
      }
    },
    submitted: () => submitted,
    troubles: () =>
      started.flatMap((updater, at) => {
        const { trouble } = updater.state()
        return trouble === undefined ? [] : [`updater ${at + 1}: ${trouble}`]
      }),
  }
}
