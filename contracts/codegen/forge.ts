import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { root } from './paths.ts'

/** forge could not be started, or ended with an error that it has printed itself. */
export class ForgeError extends Error {
  override readonly name = 'ForgeError'
}

/**
 * The native binary of a Foundry tool. The launcher that npm links hides signals and exit codes, so nothing here uses it.
 */
export function foundryBinary(tool: 'forge' | 'anvil'): string {
  const cpu = process.arch === 'x64' ? 'amd64' : process.arch
  const platformPackage = `@foundry-rs/${tool}-${process.platform}-${cpu}`
  const fromLauncher = createRequire(
    createRequire(import.meta.url).resolve(`@foundry-rs/${tool}/package.json`),
  )
  try {
    const binary = process.platform === 'win32' ? `${tool}.exe` : tool
    return join(dirname(fromLauncher.resolve(`${platformPackage}/package.json`)), 'bin', binary)
  } catch (cause) {
    throw new ForgeError(`${tool} is not installed for this machine (${platformPackage}): run npm ci`, {
      cause,
    })
  }
}

export interface ForgeOptions {
  /** A profile of foundry.toml. */
  readonly profile?: string
}

/** Starts forge at the root of the repository. */
export function startForge(
  args: readonly string[],
  options: ForgeOptions & { readonly output: 'pipe' | 'stderr' },
): ChildProcess {
  return spawn(foundryBinary('forge'), args, {
    cwd: root,
    stdio: options.output === 'pipe' ? ['ignore', 'pipe', 'pipe'] : ['ignore', process.stderr, 'inherit'],
    env: {
      ...process.env,
      FOUNDRY_DISABLE_NIGHTLY_WARNING: '1',
      ...(options.profile ? { FOUNDRY_PROFILE: options.profile } : {}),
    },
  })
}

/** Runs forge and waits; what it says goes to stderr. Throws a ForgeError unless it ends well. */
export async function forge(args: readonly string[], options: ForgeOptions = {}): Promise<void> {
  const child = startForge(args, { ...options, output: 'stderr' })
  await new Promise<void>((resolve, reject) => {
    child.once('error', (cause) => reject(new ForgeError('forge did not start', { cause })))
    child.once('close', (code, signal) =>
      code === 0 ? resolve() : reject(new ForgeError(`forge ${args[0] ?? ''} ended with ${signal ?? code}`)),
    )
  })
}
