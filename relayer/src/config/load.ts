// SPDX-License-Identifier: MIT
import { readFileSync } from 'node:fs'
import { GimbalError } from '../errors.ts'
import { configError } from './config-error.ts'
import { environmentLayer } from './environment.ts'
import { type Config, configSchema } from './schema.ts'

type Layer = Readonly<Record<string, unknown>>

export interface ConfigSources {
  /** JSON file. */
  readonly file?: string | undefined
  readonly environment: Readonly<Record<string, string | undefined>>
  /** What the command line sets; stronger than the environment, which is stronger than the file. */
  readonly flags?: Layer
}

function isLayer(value: unknown): value is Layer {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function merge(below: Layer, above: Layer): Layer {
  const merged: Record<string, unknown> = { ...below }
  for (const [key, value] of Object.entries(above)) {
    if (value === undefined) continue
    const old = merged[key]
    merged[key] = isLayer(old) && isLayer(value) ? merge(old, value) : value
  }
  return merged
}

function readFile(file: string): Layer {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw new GimbalError('the configuration file cannot be read', { facts: { file }, cause })
  }
  try {
    const parsed: unknown = JSON.parse(text)
    if (isLayer(parsed)) return parsed
  } catch (cause) {
    throw new GimbalError(`the configuration file is not JSON: ${(cause as Error).message}`, {
      facts: { file },
      cause,
    })
  }
  throw new GimbalError('the configuration file does not hold an object', { facts: { file } })
}

/** Unchecked configuration from file, environment and flags, and where it came from. */
export function readLayers(
  { file, environment, flags = {} }: ConfigSources,
  layerOf: (environment: ConfigSources['environment'], base: Layer) => Layer,
): { readonly input: Layer; readonly source: string } {
  const base = file === undefined ? {} : readFile(file)
  return {
    input: merge(merge(base, layerOf(environment, base)), flags),
    source: file ?? 'the environment alone (no --config)',
  }
}

/** One configuration from file, environment and flags, checked. */
export function loadConfig({ file, environment, flags }: ConfigSources): Config {
  const { input, source } = readLayers(
    { file: file ?? environment.GIMBAL_CONFIG, environment, ...(flags ? { flags } : {}) },
    environmentLayer,
  )
  return parseConfig(input, source)
}

/** Checks what is already an object. */
export function parseConfig(input: unknown, source = 'the input'): Config {
  const parsed = configSchema.safeParse(input)
  if (!parsed.success) throw configError(parsed.error, input, source)
  return parsed.data
}
