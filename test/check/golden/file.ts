import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from '../command.ts'

/** The kept golden file of a path from the root, or undefined when there is none yet. */
export function readGolden(file: string): unknown {
  const path = join(root, file)
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as unknown) : undefined
}

export function writeGolden(file: string, value: unknown): void {
  const path = join(root, file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`)
}

/** Paths at which two values differ, with what was kept (-) and what is built now (+). */
export function differences(kept: unknown, built: unknown, path = ''): readonly string[] {
  if (Array.isArray(kept) && Array.isArray(built)) {
    const gone = kept.filter((item) => !built.includes(item)).map((item) => `- ${path}: ${String(item)}`)
    const come = built.filter((item) => !kept.includes(item)).map((item) => `+ ${path}: ${String(item)}`)
    const moved = kept.length === built.length && kept.some((item, index) => item !== built[index])
    return gone.length + come.length === 0 && moved ? [`~ ${path}: other order`] : [...gone, ...come]
  }
  if (isRecord(kept) && isRecord(built)) {
    const keys = [...new Set([...Object.keys(kept), ...Object.keys(built)])].toSorted()
    return keys.flatMap((key) => differences(kept[key], built[key], path === '' ? key : `${path} ${key}`))
  }
  if (kept === built) return []
  const gone = kept === undefined ? [] : [`- ${path}: ${shown(kept)}`]
  return built === undefined ? gone : [...gone, `+ ${path}: ${shown(built)}`]
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : `${Object.keys(value ?? {}).length} entries`
}

/** Findings when the kept golden file is not what the build gives. */
export function compareGolden(file: string, built: unknown): readonly string[] {
  const changes = differences(readGolden(file) ?? {}, built)
  if (changes.length === 0) return []
  const shownChanges = changes.slice(0, 40).map((change) => `  ${change}`)
  if (changes.length > 40) shownChanges.push(`  and ${changes.length - 40} more`)
  return [`${file} is not what the build gives (npm run golden rewrites it):\n${shownChanges.join('\n')}`]
}
