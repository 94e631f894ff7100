import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Hash, Hex } from 'viem'
import { type Child, startChild } from '../../relayer/localnet/process/child.ts'
import type { Ground } from '../../relayer/localnet/setup/processes.ts'
import { reasonOf } from '../../relayer/src/errors.ts'
import type {
  Latency,
  RelayerHandle,
  RelayerOptions,
  RelayerState,
  TickResult,
} from '../../relayer/src/handle.ts'
import type { PriceTick } from '../../relayer/src/market/price-tick.ts'

/** What the parent says: step (without prices: follow the chains), or that a transaction is out. */
export type Order =
  | {
      readonly step: number
      readonly prices?: readonly (Omit<PriceTick, 'price'> & { readonly price: string })[]
    }
  | { readonly sent: Hash; readonly error?: string }

export type Answer =
  | { readonly kind: 'broadcast'; readonly chain: number; readonly raw: Hex; readonly hash: Hash }
  | { readonly kind: 'failed'; readonly step: number; readonly error: string }
  | (Standing & { readonly kind: 'ready'; readonly apiUrl?: string | undefined })
  | (Standing & { readonly kind: 'done'; readonly step: number; readonly result?: TickResult | undefined })

interface Standing {
  readonly state: RelayerState
  readonly latency: Latency
}

/** The relayer in a process of its own, with a journal on the disk, that can be killed and comes back. */
export interface RelayerProcess extends RelayerHandle {
  readonly journal: string
  /**
   * Kills it as the kernel would: at once, or that many milliseconds into its next step. Until it is revived steps pass it by.
   */
  readonly kill: (within?: number) => void
  readonly revive: () => void
}

const PROGRAM = fileURLToPath(new URL('./relayer-program.ts', import.meta.url))

export async function relayerProcess(
  { config, broadcast }: RelayerOptions,
  { folder }: Ground,
  rpcOf: (chain: number) => string,
): Promise<RelayerProcess> {
  const journal = join(folder, 'journal.jsonl')
  const file = join(folder, 'relayer.json')
  const chains = config.chains.map((chain) => ({ ...chain, rpc: [rpcOf(chain.id)] }))
  writeFileSync(file, JSON.stringify({ ...config, chains, journal: { file: journal } }))
  let steps = 0
  let down = false
  let doom: number | undefined
  let standing: Standing | undefined
  let apiUrl: string | undefined
  let hear: (answer: Answer | undefined) => void = () => {}
  let child = await launch()

  async function launch(): Promise<Child> {
    let early: Answer | undefined
    const started = await startChild({
      name: 'the relayer',
      command: process.execPath,
      args: ['--import', import.meta.resolve('tsx'), PROGRAM, file],
      env: { ...process.env, DATABASE_URL: undefined },
      logFile: join(folder, 'relayer.log'),
      onMessage: (message) => {
        const answer = message as Answer
        if (answer.kind === 'broadcast') void send(answer)
        else {
          early = answer
          hear(answer)
        }
      },
      stopSignal: 'SIGTERM',
      patience: 5_000,
    })
    const ready = await new Promise<Answer | undefined>((resolve) => {
      hear = resolve
      void started.gone.then(() => resolve(undefined))
      if (early !== undefined) resolve(early)
    })
    if (ready?.kind !== 'ready') throw new Error(`the relayer does not come up:\n${started.tail()}`)
    standing = ready
    apiUrl = ready.apiUrl
    return started
  }

  async function send({ chain, raw, hash }: Extract<Answer, { kind: 'broadcast' }>): Promise<void> {
    const error = await broadcast?.(chain, raw, hash).then(() => undefined, reasonOf)
    child.send({ sent: hash, ...(error === undefined ? {} : { error }) })
  }

  async function step(prices?: readonly PriceTick[]): Promise<TickResult | undefined> {
    if (down && doom === undefined) return undefined
    if (child.isGone()) child = await launch()
    const running = child
    steps += 1
    const number = steps
    const answer = new Promise<Answer | undefined>((resolve) => {
      hear = (told) => {
        if (told === undefined || ('step' in told && told.step === number)) resolve(told)
      }
      void running.gone.then(() => resolve(undefined))
    })
    running.send({
      step: number,
      ...(prices && { prices: prices.map((tick) => ({ ...tick, price: String(tick.price) })) }),
    })
    if (doom !== undefined && prices) {
      const after = doom
      doom = undefined
      setTimeout(() => process.kill(running.pid, 'SIGKILL'), after)
      await running.gone
      return undefined
    }
    const told = await answer
    if (told?.kind === 'failed') throw new Error(`the relayer could not step: ${told.error}`)
    if (told?.kind !== 'done') return undefined
    standing = told
    return told.result
  }

  return {
    journal,
    kill: (within) => {
      down = true
      doom = within
      if (within === undefined && !child.isGone()) process.kill(child.pid, 'SIGKILL')
    },
    revive: () => {
      down = false
      doom = undefined
    },
    follow: async () => void (await step()),
    tick: async (prices) =>
      (await step(prices)) ?? {
        time: standing?.state.time ?? 0,
        decisions: [],
        sent: [],
        decisionMs: 0,
        waitedMs: 0,
        errors: [],
      },
    state: () => standing!.state,
    latency: () => standing!.latency,
    ...(apiUrl === undefined ? {} : { apiUrl }),
    stop: () => child.stop(),
  }
}
