import { join } from 'node:path'
import { Failure } from '../failure.ts'
import { type Child, startChild } from './child.ts'
import { nativePackage } from './native.ts'
import { until } from './until.ts'

export type AnvilOptions = {
  readonly chainId: number
  readonly port: number
  readonly folder: string
  readonly onDeath?: (child: Child, ending: string) => void
} & (
  | {
      /** Time of the genesis block, UNIX seconds. */
      readonly genesis: number
    }
  | {
      /** What another chain is after a block. */
      readonly fork: { readonly url: string; readonly block: bigint }
    }
  | {
      /** File of what anvil has dumped of a chain. */
      readonly state: string
    }
)

/** A local chain. */
export type Anvil = {
  readonly chainId: number
  readonly url: string
  readonly pid: number
  readonly stop: () => Promise<void>
}

/** Starts an anvil chain and waits until it answers. Blocks are one second apart until a conductor sets their times. */
export async function startAnvil(options: AnvilOptions): Promise<Anvil> {
  const name = `anvil chain ${options.chainId}`
  const child = await startChild({
    name,
    command: join(nativePackage('@foundry-rs/anvil-linux-amd64'), 'bin', 'anvil'),
    args: [
      ...['--host', '127.0.0.1', '--port', String(options.port), '--chain-id', String(options.chainId)],
      ...originOf(options),
      ...['--hardfork', 'prague', '--gas-limit', '60000000'],
      ...['--accounts', '10', '--balance', '1000000', '--order', 'fifo', '--silent'],
      // Nobody asks for the state of old blocks, and it would be most of the memory of a long run.
      ...['--cache-path', options.folder, '--no-cors', '--prune-history', '64'],
    ],
    env: { ...process.env, HOME: options.folder },
    cwd: options.folder,
    logFile: join(options.folder, `anvil-${options.chainId}.log`),
    stopSignal: 'SIGTERM',
    patience: 3_000,
    ...(options.onDeath === undefined ? {} : { onDeath: options.onDeath }),
  })
  const url = `http://127.0.0.1:${options.port}`
  try {
    await until(async () => (await call(url, 'eth_chainId', [])) !== undefined, {
      what: `${name} does not answer at ${url}.`,
      within: 20_000,
      every: 50,
      abort: () => (child.isGone() ? child.tail() || 'the process ended at once' : undefined),
      remedy: 'Look into its log with --keep DIR, or choose other ports with --ports BASE.',
    })
    await call(url, 'anvil_setBlockTimestampInterval', [1])
  } catch (error) {
    await child.stop()
    throw error
  }
  return { chainId: options.chainId, url, pid: child.pid, stop: child.stop }
}

function originOf(options: AnvilOptions): readonly string[] {
  if ('genesis' in options) return ['--timestamp', String(options.genesis)]
  if ('state' in options) return ['--load-state', options.state]
  const { url, block } = options.fork
  return ['--fork-url', url, '--fork-block-number', String(block), '--no-storage-caching', '--retries', '2']
}

async function call(url: string, method: string, params: readonly unknown[]): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  })
  const body = (await response.json()) as { result?: unknown; error?: { message: string } }
  if (body.error !== undefined) {
    throw new Failure({
      what: `anvil at ${url} refused ${method}.`,
      why: body.error.message,
      remedy: 'Check that anvil has the pinned version: `npm ci`.',
    })
  }
  return body.result
}
