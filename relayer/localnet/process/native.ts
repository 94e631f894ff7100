import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Failure } from '../failure.ts'

const require = createRequire(import.meta.url)

/**
 * The folder of a package that carries native files for this machine.
 *
 * The `.bin` wrappers of these packages hide signals, so the binary itself is spawned.
 */
export function nativePackage(name: string): string {
  const paths = require.resolve.paths(name) ?? []
  for (const path of paths) {
    const folder = join(path, name)
    if (existsSync(join(folder, 'package.json'))) return folder
  }
  throw new Failure({
    what: `The package ${name} is not installed.`,
    why: `It is an optional dependency for ${process.platform}-${process.arch} and npm has not placed it in node_modules.`,
    remedy: 'Run `npm ci` on 64-bit Linux (x86-64), where the local network is supported.',
  })
}

/** The node_modules/.bin folder, for programs that look for their compiler on the PATH. */
export function binFolder(): string {
  return join(dirname(dirname(nativePackage('@foundry-rs/anvil'))), '.bin')
}
