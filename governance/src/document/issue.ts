import type { z } from 'zod'
import type { Problem } from '../problem.ts'
import { actionSchema } from './schema.ts'

type Path = readonly (string | number)[]

/** What a document says at a path, and how a problem there is told. */
export type Reader = {
  readonly has: (path: Path) => boolean
  readonly at: (path: Path) => unknown
  readonly problemAt: (path: Path, message: string) => Problem
}

const KINDS = actionSchema.options.map(({ shape }) => shape.do.value)

/** Words for what a schema finds: the key, and what may stand there. */
export function problemsOf(
  { code, path: parts, message, ...issue }: z.core.$ZodIssue,
  keys: readonly string[],
  { has, at, problemAt }: Reader,
): readonly Problem[] {
  const path = parts.map((part) => (typeof part === 'number' ? part : String(part)))
  if (path.length === 0 && code === 'invalid_type') {
    const found = (at([]) ?? null) === null ? 'is empty' : 'is something else'
    return [problemAt(path, `${found}: expected ${keys.join(', ')}`)]
  }
  if (path.at(-1) === 'do') {
    const found = has(path) ? 'no such action' : 'is missing'
    return [problemAt(path, `${found}; there are ${KINDS.join(', ')}`)]
  }
  if (code === 'unrecognized_keys' && 'keys' in issue) {
    const known = keysAt(path, keys, at)
    const instead = known.length === 0 ? '' : `; there are ${known.join(', ')}`
    return issue.keys.map((key) => problemAt([...path, key], `is not known here${instead}`))
  }
  if (!has(path)) return [problemAt(path, 'is missing')]
  if (code === 'too_small' && 'minimum' in issue) {
    const isAbove = 'inclusive' in issue && !issue.inclusive
    return [problemAt(path, tooFew(issue.minimum, at(path), isAbove))]
  }
  if (code === 'invalid_type' && 'expected' in issue) {
    return [problemAt(path, `expected ${KINDS_OF_VALUE[String(issue.expected)] ?? String(issue.expected)}`)]
  }
  if (code === 'invalid_value' && 'values' in issue) {
    return [problemAt(path, `no such choice; there are ${issue.values.map(String).join(', ')}`)]
  }
  if (code === 'invalid_union') return [problemAt(path, `expected ${KINDS_OF_VALUE.value}`)]
  return [problemAt(path, message)]
}

/** Words for the kinds that a schema knows. */
const KINDS_OF_VALUE: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys with values',
  value: 'a value as people write it, such as `0.35 %`, `12 h` or `250 WETH`',
}

function tooFew(least: number | bigint, value: unknown, isAbove: boolean): string {
  if (typeof value === 'number') return isAbove ? `has to be above ${least}` : `is below ${least}`
  return Array.isArray(value) && value.length > 0 ? `has ${value.length}, and needs ${least}` : 'is empty'
}

/** Keys that may stand at a path; none where nobody knows. */
function keysAt(path: Path, keys: readonly string[], at: Reader['at']): readonly string[] {
  if (path.length === 0) return keys
  const kind = path.length === 2 ? at([...path, 'do']) : undefined
  const option = actionSchema.options.find(({ shape }) => shape.do.value === kind)
  return option === undefined ? [] : Object.keys(option.shape)
}
