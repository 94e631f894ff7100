import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { foundryBinary } from '@gimbal/contracts/forge'
import type { Step } from './step.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** A step that is a command line: what it prints is the finding when it fails. */
export function command(name: string, program: string, ...args: readonly string[]): Step {
  return { name, run: () => findingsOf(program, args, process.env) }
}

/** The same for forge under a profile of foundry.toml. */
export function forgeCommand(name: string, profile: string, ...args: readonly string[]): Step {
  return { name, run: () => findingsOf('forge', args, { ...process.env, FOUNDRY_PROFILE: profile }) }
}

/** Everything a child prints, and how it ends. */
export async function output(
  child: ChildProcess,
): Promise<{ readonly end: number | string; readonly printed: string }> {
  const chunks: Buffer[] = []
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk))
  const end = await new Promise<number | string>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'an unknown signal'))
  })
  return { end, printed: Buffer.concat(chunks).toString('utf8').trim() }
}

async function findingsOf(
  program: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<readonly string[]> {
  const file = program === 'forge' ? foundryBinary('forge') : join(root, 'node_modules/.bin', program)
  if (!existsSync(file)) return [`${program} is not installed: run npm ci`]
  const env = { ...environment, NO_COLOR: '1' }
  const { end, printed } = await output(
    spawn(file, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env }),
  )
  if (end === 0) return []
  return [printed === '' ? `${program} ended with ${end}` : printed]
}
