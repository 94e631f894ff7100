import { type ChildProcess, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { relayerConfig } from '../../../relayer/localnet/setup/relayer-config.ts'
import type { RelayerState } from '../../../relayer/src/handle.ts'
import type { Decision } from '../../../relayer/src/hedge/decision.ts'
import type { PriceTick } from '../../../relayer/src/market/price-tick.ts'
import type { Stage } from './stage.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')
/** The relayer's key on the local chains: account 1 of the public test phrase. */
const KEY = '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d'

/** The relayer as a process of its own, fed by a price endpoint and following the chains over WebSockets. */
export interface OwnProcess {
  readonly publish: (tick: PriceTick) => void
  readonly start: () => Promise<void>
  /** At once, as by the kernel. */
  readonly kill: () => Promise<void>
  readonly stop: () => Promise<void>
  /** Price requests answered so far: one a step. */
  readonly ticks: () => Promise<number>
  readonly lastDecision: (book: bigint, spoke: number) => Promise<Decision | undefined>
  readonly until: (isSo: () => Promise<boolean>) => Promise<void>
}

export async function ownProcess(stage: Stage, journal: string): Promise<OwnProcess> {
  let latest: PriceTick | undefined
  let asked = 0
  const prices = createServer((_request, response) => {
    asked += 1
    const body = latest && { price: String(latest.price), time: latest.time, updates: latest.updates }
    response.writeHead(body ? 200 : 503, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => {
    prices.listen(0, '127.0.0.1', resolve)
  })
  const port = await stage.ground.ports.next('the API of a relayer')
  const input = relayerConfig(stage.sites, port)
  const file = join(stage.ground.folder, 'relayer.json')
  writeFileSync(
    file,
    JSON.stringify({
      ...input,
      logLevel: 'error',
      journal: { file: journal },
      chains: input.chains.map((chain) => ({
        ...chain,
        rpc: [...chain.rpc.map((url) => url.replace('http', 'ws')), ...chain.rpc],
        pollMs: 100,
      })),
      markets: [{ id: 1, prices: `http://127.0.0.1:${(prices.address() as AddressInfo).port}` }],
      policy: { rebroadcastAfter: 60 },
    }),
  )
  const api = `http://127.0.0.1:${port}`
  let child: ChildProcess | undefined

  async function until(isSo: () => Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < 600; tries++) {
      if (child && child.exitCode !== null) throw new Error(`the relayer ended with ${child.exitCode}`)
      if (await isSo()) return
      await sleep(100)
    }
    throw new Error('waited for a minute')
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child!.once('exit', resolve))
    child.kill(signal)
    await gone
  }

  async function get<T>(path: string): Promise<T | undefined> {
    try {
      const response = await fetch(api + path)
      return (await response.json()) as T
    } catch {
      return undefined
    }
  }

  return {
    publish: (tick) => {
      latest = tick
    },
    start: async () => {
      const cli = join(ROOT, 'relayer', 'src', 'cli.ts')
      child = spawn(process.execPath, ['--import', 'tsx', cli, 'run', '--config', file], {
        cwd: ROOT,
        env: { ...process.env, GIMBAL_PRIVATE_KEY: KEY, DATABASE_URL: undefined },
        stdio: ['ignore', 'inherit', 'inherit'],
      })
      await until(async () => (await get<RelayerState>('/health'))?.ready === true)
    },
    kill: () => end('SIGKILL'),
    stop: async () => {
      await end('SIGTERM')
      prices.closeAllConnections()
      await new Promise((resolve) => prices.close(resolve))
    },
    ticks: async () => asked,
    lastDecision: async (book, spoke) => {
      const found = await get<{ decisions: readonly Decision[] }>(
        `/v1/decisions?book=${book}&spoke=${spoke}&limit=1`,
      )
      return found?.decisions[0]
    },
    until,
  }
}
