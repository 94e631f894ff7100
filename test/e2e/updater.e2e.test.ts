import { type ChildProcess, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { iVolSurfaceAbi } from '@gimbal/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accounts, keyOf, updaters } from '../../relayer/localnet/accounts.ts'
import { ETH_LIKE, simulatedPath } from '../../relayer/localnet/market/simulated.ts'
import { portSource } from '../../relayer/localnet/process/ports.ts'
import { createStack, type Stack } from '../../relayer/localnet/process/stack.ts'
import { until } from '../../relayer/localnet/process/until.ts'
import {
  buildLocalNetwork,
  contractOf,
  hubOf,
  type Site,
} from '../../relayer/localnet/setup/local-network.ts'
import { type Ground, prepareFolder, startChains } from '../../relayer/localnet/setup/processes.ts'
import { MARKET } from '../../relayer/localnet/setup/topology.ts'
import { toWad } from '../../relayer/src/hedge/wad.ts'
import { createLogger } from '../../relayer/src/logger.ts'
import type { Candle } from '../../relayer/src/market/candle.ts'
import { annualVariance } from '../../relayer/src/quant/surface/index.ts'
import type { UpdaterHandle, UpdaterState } from '../../relayer/src/updater/options.ts'
import { type UpdaterConfigInput, updaterSchema } from '../../relayer/src/updater/schema.ts'
import { startUpdater } from '../../relayer/src/updater/start.ts'
import { fromChainSmile } from '../../relayer/src/updater/surface.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const { start: START } = ETH_LIKE
const DAY = 86_400
const PRICE = 3_000

let stack: Stack
let ground: Ground
let hub: Site
let feed: Server
let program: ChildProcess | undefined
let ports: readonly number[]
/** Two of the three; the third is a program of its own. */
let own: UpdaterHandle[]
let time = START
let past: readonly Candle[]

const configOf = (at: number, over: Partial<UpdaterConfigInput['market']> = {}): UpdaterConfigInput => ({
  chain: { id: hub.chain.id, rpc: [hub.chain.url] },
  volSurface: contractOf(hub, 'VolSurface'),
  market: {
    id: MARKET,
    tenors: [],
    expiries: [START + 7 * DAY, START + 30 * DAY],
    shape: { wings: 0.4, rho: -0.3 },
    ...over,
  },
  peers: ports.toSpliced(at, 1).map((port) => `http://127.0.0.1:${port}`),
  api: { port: ports[at] },
  pollMs: 50,
})

const begin = (at: number, hours: readonly Candle[] = past): Promise<UpdaterHandle> =>
  startUpdater({
    config: updaterSchema.parse(configOf(at)),
    account: updaters[at]!,
    past: hours,
    drive: 'manual',
    logger: createLogger('silent'),
  })

beforeAll(async () => {
  stack = createStack(() => {})
  ground = {
    folder: await prepareFolder(stack, undefined),
    ports: portSource(),
    stack,
    onDeath: (child, ending) => {
      throw new Error(`${child.name} died (${ending})`)
    },
  }
  const sites = await buildLocalNetwork({
    chains: await startChains(ground, START - 3_000),
    prices: { base: PRICE, quote: 1 },
    initialVol: 0.6,
    after: START - 3_000,
    folder: ground.folder,
    say: () => {},
  })
  hub = hubOf(sites)
  past = simulatedPath(1).past()
  for (const { address } of updaters) await hub.chain.give(accounts.updater.address, address, toWad(10))
  ports = [
    await ground.ports.next('an updater'),
    await ground.ports.next('an updater'),
    await ground.ports.next('an updater'),
  ]
  await advance(0)
  feed = createServer((_request, response) => {
    response.end(JSON.stringify({ price: String(toWad(PRICE)), time, updates: [] }))
  })
  await new Promise<void>((resolve) => feed.listen(0, '127.0.0.1', resolve))
  const { port } = feed.address() as AddressInfo
  const history = join(ground.folder, 'past.csv')
  const rows = past.map(({ time: at, open, high, low, close }) => [at, open, high, low, close].join(','))
  writeFileSync(history, `unix,open,high,low,close\n${rows.join('\n')}\n`)
  const file = join(ground.folder, 'updater.json')
  const config: UpdaterConfigInput = {
    ...configOf(2, { prices: `http://127.0.0.1:${port}` }),
    history: { seed: history, file: join(ground.folder, 'own.csv') },
    // it signs for the others in these tests, and comes last
    when: { takeover: 40_000 },
  }
  writeFileSync(file, JSON.stringify(config))
  program = spawn(
    process.execPath,
    [join(ROOT, 'relayer', 'bin', 'gimbal-updater.js'), 'run', '--config', file, '--log-level', 'warn'],
    { env: { ...process.env, GIMBAL_UPDATER_PRIVATE_KEY: keyOf(updaters[2]!) }, stdio: 'ignore' },
  )
  own = [await begin(0), await begin(1)]
  await until(async () => (await stateOfProgram())?.hours === past.length, {
    what: 'The updater does not come up.',
    remedy: 'Run it by hand.',
    within: 120_000,
    every: 200,
  })
})

afterAll(async () => {
  program?.kill('SIGKILL')
  feed?.close()
  for (const updater of own ?? []) await updater.stop()
  await stack?.stop()
})

async function stateOfProgram(): Promise<UpdaterState | undefined> {
  const response = await fetch(`http://127.0.0.1:${ports[2]}/health`).catch(() => undefined)
  return response && ((await response.json()) as UpdaterState)
}

async function advance(seconds: number): Promise<void> {
  time += seconds
  await hub.chain.mine(time)
}

/** A price and a step for some of them; what the surface is then. */
async function step(among: readonly UpdaterHandle[]) {
  for (const updater of among) await updater.tick({ price: toWad(PRICE), time })
  return surface()
}

async function surface() {
  const [smiles, nonce, updatedAt] = await hub.chain.client.readContract({
    address: contractOf(hub, 'VolSurface'),
    abi: iVolSurfaceAbi,
    functionName: 'smiles',
    args: [MARKET],
  })
  const vols = smiles.map((smile) => Math.sqrt(annualVariance(fromChainSmile(smile), 0)))
  return { vols, expiries: smiles.map(({ expiry }) => expiry), nonce: Number(nonce), updatedAt }
}

describe('updaters of the vol surface', () => {
  it('agree on the first surface, made of forecasts', async () => {
    const { vols, expiries, nonce } = await step(own)
    expect(nonce).toBe(1)
    expect(expiries).toEqual([START + 7 * DAY, START + 30 * DAY])
    const wanted = own[0]!.state().wanted.map(({ vol }) => vol)
    expect(own[0]!.state().model).toBe('log-HAR, all terms')
    for (const [at, vol] of vols.entries()) expect(vol).toBeCloseTo(wanted[at]!, 3)
  })

  it('renew it once an hour, also when the one whose turn it is is silent', async () => {
    const before = await surface()
    for (let minute = 0; minute < 59; minute += 10) {
      await advance(600)
      if (minute < 50) expect((await step(own)).nonce).toBe(before.nonce)
    }
    const silent = own[0]!
    await silent.stop()
    let after = before
    for (let waited = 0; waited <= 1_200 && after.nonce === before.nonce; waited += 300) {
      await advance(300)
      after = await step(own.slice(1))
    }
    expect(after.nonce).toBe(before.nonce + 1)
    own[0] = await begin(0)
  })

  it('do nothing alone', async () => {
    const before = await surface()
    await own[0]!.stop()
    const gone = program!
    gone.kill('SIGSTOP')
    for (let hour = 0; hour < 3; hour++) {
      await advance(3_600)
      expect((await step(own.slice(1))).nonce).toBe(before.nonce)
    }
    expect(own[1]!.state().trouble).toBeDefined()
    gone.kill('SIGCONT')
    own[0] = await begin(0)
    let after = before
    for (let waited = 0; waited <= 1_200 && after.nonce === before.nonce; waited += 300) {
      await advance(300)
      after = await step(own)
    }
    expect(after.nonce).toBe(before.nonce + 1)
  })

  it('do not sign for one who sees another market, and outvote it', async () => {
    const before = await surface()
    await own[0]!.stop()
    // twice the vol of what everybody else has seen
    const wild = past.map((candle) => {
      const twice = (price: number): number => PRICE * (price / PRICE) ** 2
      const { time: at, open, high, low, close } = candle
      return { time: at, open: twice(open), high: twice(high), low: twice(low), close: twice(close) }
    })
    const liar = await begin(0, wild)
    own[0] = liar
    await advance(4_000)
    expect((await step([liar])).nonce).toBe(before.nonce)
    let after = before
    for (let waited = 0; waited <= 1_200 && after.nonce === before.nonce; waited += 300) {
      await advance(300)
      await step([liar])
      after = await step([own[1]!])
    }
    expect(after.nonce).toBe(before.nonce + 1)
    expect(liar.state().submitted).toBe(0)
    for (const [at, vol] of after.vols.entries())
      expect(Math.abs(vol / before.vols[at]! - 1)).toBeLessThan(0.1)
  })
})
