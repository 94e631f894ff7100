import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { foundryBinary } from '@gimbal/contracts/forge'
import type { Step } from './step.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** A step that is a command line: what it prints is the finding when it fails. */
export function command(name: string, program: string, ...args: readonly string[]): Step {
  return { name, run: () => findingsOf(program, args) }
}

async function findingsOf(program: string, args: readonly string[]): Promise<readonly string[]> {
  const file = program === 'forge' ? foundryBinary('forge') : join(root, 'node_modules/.bin', program)
  if (!existsSync(file)) return [`${program} is not installed: run npm ci`]
  const child = spawn(file, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1' },
  })
  const printed: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => printed.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => printed.push(chunk))
  const end = await new Promise<number | string>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'an unknown signal'))
  })
  if (end === 0) return []
  const text = Buffer.concat(printed).toString('utf8').trim()
  return [text === '' ? `${program} ended with ${end}` : text]
}
