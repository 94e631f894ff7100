import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { iLocalGatewayAbi } from '@gimbal/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accounts } from '../../relayer/localnet/accounts.ts'
import { portSource } from '../../relayer/localnet/process/ports.ts'
import { createStack, type Stack } from '../../relayer/localnet/process/stack.ts'
import { until } from '../../relayer/localnet/process/until.ts'
import { carrierKeys, type LocalCarrier, startLocalCarrier } from '../../relayer/localnet/setup/carrier.ts'
import { buildLocalNetwork, type Site } from '../../relayer/localnet/setup/local-network.ts'
import { type Ground, prepareFolder, startChains } from '../../relayer/localnet/setup/processes.ts'
import type { CarrierState } from '../../relayer/src/carrier/options.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const START = 1_767_225_600

let stack: Stack
let ground: Ground
let sites: readonly Site[]
let carrier: LocalCarrier
let port: number
let polling: ChildProcess | undefined
const said: string[] = []

beforeAll(async () => {
  stack = createStack((line) => said.push(line))
  ground = {
    folder: await prepareFolder(stack, undefined),
    ports: portSource(),
    stack,
    onDeath: (child, ending) => {
      throw new Error(`${child.name} died (${ending})`)
    },
  }
  sites = await buildLocalNetwork({
    chains: await startChains(ground, START - 3_000),
    prices: { base: 3_000, quote: 1 },
    initialVol: 0.6,
    after: START - 3_000,
    folder: ground.folder,
    say: (line) => said.push(line),
  })
  await Promise.all(sites.map(({ chain }) => chain.automine(false)))
  port = await ground.ports.next('the API of the carrier')
  carrier = await stack.start('carrier', () =>
    startLocalCarrier({ ground, sites, apiPort: port, say: (line) => said.push(line) }),
  )
})

afterAll(async () => {
  polling?.kill('SIGKILL')
  await stack?.stop()
})

let time = START
async function mine(): Promise<void> {
  time += 10
  await Promise.all(sites.map(({ chain }) => chain.mine(time)))
}

/** An event of the gateways of some sites. */
async function eventsOf(eventName: 'Queued' | 'Delivered', among: readonly Site[]) {
  const found = await Promise.all(
    among.flatMap(({ chain, deployment }) =>
      deployment.gateways.map(({ address }) =>
        chain.client.getContractEvents({
          address,
          abi: iLocalGatewayAbi,
          eventName,
          fromBlock: 0n,
          strict: true,
        }),
      ),
    ),
  )
  return found.flat()
}

/** Send ids of an event of all gateways, with repetitions. */
async function idsOf(eventName: 'Queued' | 'Delivered'): Promise<readonly string[]> {
  return (await eventsOf(eventName, sites)).map(({ args }) => args.sendId).toSorted()
}

/** Transactions of the carrier that were mined, on all chains. */
async function paidFor(): Promise<number> {
  const { address } = accounts.carrier
  const counts = await Promise.all(
    sites.map(({ chain }) => chain.client.getTransactionCount({ address, blockTag: 'latest' })),
  )
  return counts.reduce((sum, count) => sum + count, 0)
}

/** Transactions in the pool of a chain. */
async function pooled(site: Site): Promise<number> {
  const { pending } = await site.chain.rpc<{ pending: string }>('txpool_status', [])
  return Number(pending)
}

describe('the carrier as a process', () => {
  it('killed with deliveries in the pool, neither loses nor repeats one', async () => {
    const left = await idsOf('Queued')
    expect(left.length).toBeGreaterThanOrEqual(6)
    expect(await idsOf('Delivered')).toEqual([])

    await mine()
    const before = await carrier.tick()
    expect(before.awaiting.length).toBeGreaterThanOrEqual(2)
    const first = carrier.pid()
    process.kill(first, 'SIGKILL')
    await until(async () => !alive(first), wait('the killed carrier is gone'))
    // what it has broadcast is still in the pool: its successor waits for it
    const after = await carrier.tick()
    expect(carrier.pid()).not.toBe(first)
    expect(new Set(after.awaiting)).toEqual(new Set(before.awaiting))
    expect(after.seen).toBe(before.seen)

    for (let i = 0; i < 4; i++) {
      await mine()
      await carrier.tick()
    }
    expect(await idsOf('Delivered')).toEqual(left)
    expect(await paidFor()).toBe(left.length)
    expect(carrier.stats()).toMatchObject({ seen: left.length, delivered: left.length, waiting: 0 })
    expect(await Promise.all(sites.map(pooled))).toEqual([0, 0, 0])
  })

  it('killed during a step, is started again within it', async () => {
    const { pid, tick } = carrier
    const dying = pid()
    const step = tick()
    process.kill(dying, 'SIGKILL')
    const left = await idsOf('Queued')
    expect(await step).toMatchObject({ seen: left.length, delivered: left.length, awaiting: [] })
    expect(pid()).not.toBe(dying)
    expect(said).toContain('the carrier is gone; starting it again')
  })

  it('delivers again, once, what a reorganisation took away', async () => {
    const site = sites.find(({ deployment }) => deployment.role === 'spoke')
    if (site === undefined) throw new Error('no spoke')
    const delivered = await idsOf('Delivered')
    const blocks = (await eventsOf('Delivered', [site])).map(({ blockNumber }) => Number(blockNumber))
    const head = Number(await site.chain.client.getBlockNumber())
    await site.chain.rpc('anvil_reorg', [head - Math.min(...blocks) + 1, []])
    expect((await idsOf('Delivered')).length).toBeLessThan(delivered.length)
    for (let i = 0; i < 4; i++) {
      await mine()
      await carrier.tick()
    }
    expect(await idsOf('Delivered')).toEqual(delivered)
  })

  it('once stopped, is not started again by a step that comes late', async () => {
    const { pid, tick, stop } = carrier
    const last = pid()
    await stop()
    await expect(tick()).rejects.toThrow('the carrier was stopped')
    expect(pid()).toBe(last)
    expect(alive(last)).toBe(false)
  })

  it('polls by itself, answers for its health, and stops cleanly', async () => {
    const file = join(ground.folder, 'polling.json')
    const config = JSON.parse(readFileSync(join(ground.folder, 'carrier.json'), 'utf8')) as object
    writeFileSync(file, JSON.stringify({ ...config, pollMs: 100, logLevel: 'info' }))
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', join(ROOT, 'relayer/src/carrier/cli.ts'), 'run', '--config', file],
      { cwd: ROOT, env: { ...process.env, ...carrierKeys() }, stdio: ['ignore', 'ignore', 'pipe'] },
    )
    polling = child
    const log: string[] = []
    child.stderr.on('data', (chunk: Buffer) => log.push(chunk.toString()))
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
    const health = async () => (await (await fetch(`http://127.0.0.1:${port}/health`)).json()) as CarrierState
    await until(
      async () => (await health()).messages.delivered > 0,
      wait('the carrier has read what arrived'),
    )
    expect((await health()).ready).toBe(true)
    const left = await idsOf('Queued')
    expect(await health()).toMatchObject({
      families: [0, 1, 2],
      messages: { seen: left.length, delivered: left.length, waiting: 0 },
    })
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    expect(log.join('')).toContain('the carrier works')
    for (const key of Object.values(carrierKeys())) expect(log.join('')).not.toContain(key)
  })
})

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

const wait = (what: string) => ({ what: `not so: ${what}`, remedy: '', within: 60_000, every: 50 })
