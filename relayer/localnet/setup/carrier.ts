import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CarrierStats, CarrierStep } from '../../src/carrier/options.ts'
import type { CarrierConfigInput } from '../../src/carrier/schema.ts'
import type { Told } from '../../src/carrier/stepped.ts'
import { accounts, attestersOf, keyOf } from '../accounts.ts'
import { Failure } from '../failure.ts'
import { type Child, startChild } from '../process/child.ts'
import { addressFolder, type Site } from './local-network.ts'
import type { Ground } from './processes.ts'
import { FAMILIES } from './topology.ts'

/** The carrier of the local families in a process of its own. */
export type LocalCarrier = {
  /** Steps, in a new process if the last one has died: the chains know what is on its way. Fails once it was stopped. */
  readonly tick: () => Promise<CarrierStep>
  readonly stats: () => CarrierStats
  readonly pid: () => number
  readonly stop: () => Promise<void>
}

export type LocalCarrierOptions = {
  readonly ground: Ground
  readonly sites: readonly Site[]
  readonly delay?: CarrierConfigInput['delay']
  readonly apiPort: number
  readonly say: (line: string) => void
}

/** Deaths within one step after which it is not started again. */
const DEATHS = 3
const PROGRAM = fileURLToPath(new URL('../../src/carrier/cli.ts', import.meta.url))

export async function startLocalCarrier(options: LocalCarrierOptions): Promise<LocalCarrier> {
  const { ground, say } = options
  const file = join(ground.folder, 'carrier.json')
  writeFileSync(file, JSON.stringify(configOf(options)))
  let stats: CarrierStats = { seen: 0, delivered: 0, dropped: 0, waiting: 0 }
  let steps = 0
  let stopped = false
  let running = await launch(ground, file)

  async function tick(): Promise<CarrierStep> {
    for (let deaths = 0; ; deaths++) {
      if (running.child.isGone()) {
        if (stopped) throw new Error('the carrier was stopped')
        if (deaths === DEATHS) throw gone(running.child)
        say('the carrier is gone; starting it again')
        running = await launch(ground, file)
        // stopped while it came up: nothing else would end it
        if (stopped) await running.child.stop()
      }
      steps += 1
      running.child.send({ step: steps })
      const told = await running.next((one) => one.kind !== 'ready' && one.step === steps)
      if (told === undefined) continue
      if (told.kind === 'failed') throw new Error(`the carrier could not step: ${told.error}`)
      if (told.kind !== 'stepped') continue
      stats = told.result
      return told.result
    }
  }

  return {
    tick,
    stats: () => stats,
    pid: () => running.child.pid,
    stop: async () => {
      stopped = true
      await running.child.stop()
    },
  }
}

type Running = {
  readonly child: Child
  /** What it tells next that fits; undefined once it is gone. */
  readonly next: (fits: (told: Told) => boolean) => Promise<Told | undefined>
}

async function launch(ground: Ground, file: string): Promise<Running> {
  let hear: (told: Told | undefined) => void = () => {}
  let early: Told | undefined
  const child = await startChild({
    name: 'the carrier',
    command: process.execPath,
    args: ['--import', import.meta.resolve('tsx'), PROGRAM, 'run', '--stepped', '--config', file],
    env: { ...process.env, ...carrierKeys() },
    logFile: join(ground.folder, 'carrier.log'),
    onMessage: (message) => {
      early = message as Told
      hear(early)
    },
    stopSignal: 'SIGTERM',
    patience: 5_000,
  })
  void child.gone.then(() => hear(undefined))
  const next: Running['next'] = (fits) =>
    new Promise((resolve) => {
      if (early !== undefined && fits(early)) resolve(early)
      else if (child.isGone()) resolve(undefined)
      hear = (told) => {
        if (told === undefined || fits(told)) resolve(told)
      }
    })
  if ((await next(({ kind }) => kind === 'ready')) === undefined) throw gone(child)
  return { child, next }
}

function gone(child: Child): Failure {
  return new Failure({
    what: 'The carrier does not stay alive.',
    why: child.tail() || 'It printed nothing.',
    remedy: 'Look into carrier.log with --keep DIR.',
  })
}

/** What the carrier's process is told by its environment alone. */
export function carrierKeys(): Readonly<Record<string, string>> {
  return {
    GIMBAL_CARRIER_PRIVATE_KEY: keyOf(accounts.carrier),
    ...Object.fromEntries(
      FAMILIES.map((family) => [`GIMBAL_ATTESTERS_${family}`, attestersOf(family).map(keyOf).join(',')]),
    ),
  }
}

function configOf({ ground, sites, delay, apiPort }: LocalCarrierOptions): CarrierConfigInput {
  return {
    addresses: addressFolder(ground.folder),
    chains: sites.map(({ chain }) => ({ id: chain.id, rpc: [chain.url] })),
    families: FAMILIES.map((family) => ({ family })),
    ...(delay === undefined ? {} : { delay }),
    api: { port: apiPort },
    logLevel: 'warn',
  }
}
