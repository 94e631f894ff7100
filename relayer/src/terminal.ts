// SPDX-License-Identifier: MIT
import { type Command, Option } from 'commander'
import { plain } from './api/plain.ts'
import { LOG_LEVELS } from './config/schema.ts'
import { GimbalError, reasonOf } from './errors.ts'

/** One JSON object, or lines for people. */
export function print(json: boolean | undefined, value: object, lines: readonly string[]): void {
  console.log(json ? JSON.stringify(plain(value)) : lines.join('\n'))
}

/** `--log-level`, as every program has it. */
export function logLevelOption(): Option {
  return new Option('--log-level <level>', 'GIMBAL_LOG_LEVEL (default: info)').choices([...LOG_LEVELS])
}

/** What `--api-port` and `--log-level` say, as part of a configuration. */
export function serviceFlags({
  apiPort,
  logLevel,
}: {
  readonly apiPort?: string
  readonly logLevel?: string
}) {
  return {
    ...(apiPort === undefined ? {} : { api: { port: Number(apiPort) } }),
    ...(logLevel === undefined ? {} : { logLevel }),
  }
}

/** Aborts at the first SIGINT or SIGTERM. */
export function stopSignal(): AbortController {
  const stopping = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort())
  return stopping
}

/** Resolves once the signal is aborted. */
export async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
}

/** Where this machine finds an API that listens at a host: one that listens everywhere is asked on the loopback. */
export function apiUrl({ host, port }: { readonly host: string; readonly port: number }): string {
  const near = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${near.includes(':') ? `[${near}]` : near}:${port}`
}

/** The health that a running program tells at its API. */
export async function askHealth<state>(url: string): Promise<state> {
  let response: Response
  try {
    response = await fetch(new URL('/health', url), { signal: AbortSignal.timeout(5_000) })
  } catch (cause) {
    throw new GimbalError(`nobody answers at ${url}; is it running?`, { cause })
  }
  if (!response.ok) throw new GimbalError(`${url} answers ${response.status}: it is something else`)
  return (await response.json()) as state
}

/**
 * Runs the command of the command line; an error is one line on stderr and exit code 1.
 *
 * @param words the program's own for an error, where it has any
 * @param tell says it
 */
export async function runProgram(
  program: Command,
  words: (error: unknown) => string | undefined = () => undefined,
  tell: (error: unknown, message: string) => void = (_, message) => console.error(message),
): Promise<void> {
  try {
    await program.parseAsync()
  } catch (error) {
    tell(error, words(error) ?? reasonOf(error))
    process.exitCode = 1
  }
}
