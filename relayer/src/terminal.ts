// SPDX-License-Identifier: MIT
import { type Command, Option } from 'commander'
import { plain } from './api/plain.ts'
import { LOG_LEVELS } from './config/schema.ts'
import { reasonOf } from './errors.ts'

/** One JSON object, or lines for people. */
export function print(json: boolean | undefined, value: object, lines: readonly string[]): void {
  console.log(json ? JSON.stringify(plain(value)) : lines.join('\n'))
}

/** `--log-level`, as every program has it. */
export function logLevelOption(): Option {
  return new Option('--log-level <level>', 'GIMBAL_LOG_LEVEL (default: info)').choices([...LOG_LEVELS])
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

/** The health that a running program tells at its API. */
export async function askHealth<state>(url: string): Promise<state> {
  const response = await fetch(new URL('/health', url), { signal: AbortSignal.timeout(5_000) })
  return (await response.json()) as state
}

/** Runs the command of the command line; an error is one line on stderr and exit code 1. */
export async function runProgram(program: Command): Promise<void> {
  try {
    await program.parseAsync()
  } catch (error) {
    console.error(reasonOf(error))
    process.exitCode = 1
  }
}
