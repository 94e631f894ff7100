// SPDX-License-Identifier: MIT
import type { z } from 'zod'
import { GimbalError } from '../errors.ts'

const SECRET = /key|password|secret|postgres/i

function shown(path: readonly PropertyKey[], input: unknown): string {
  if (path.some((part) => SECRET.test(String(part)))) return '(hidden)'
  const text = typeof input === 'bigint' || typeof input === 'number' ? String(input) : JSON.stringify(input)
  return text === undefined ? 'nothing' : text.length > 80 ? `${text.slice(0, 77)}...` : text
}

function at(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Record<PropertyKey, unknown>)[part]
  }
  return value
}

/** One line for each thing that is wrong: its key, its value, what it must be. Secrets are not shown. */
export function configError(error: z.ZodError, input: unknown, source: string): GimbalError {
  const lines = error.issues.map(({ path, message }) => {
    const key = path.join('.') || '(whole)'
    return `${key} = ${shown(path, at(input, path))}: ${message}`
  })
  return new GimbalError(`${source} is not a valid configuration: ${lines.join('; ')}`, {
    facts: { problems: lines.length },
  })
}
