import { ValueError } from '../problem.ts'

const SECONDS: Readonly<Record<string, bigint>> = { s: 1n, min: 60n, h: 3_600n, d: 86_400n }
const PART = /^(\d+(?:\.\d+)?)\s*(s|min|h|d)$/

/**
 * Seconds of a duration: `90 s`, `15 min`, `12 h`, `3 d`.
 *
 * @throws ValueError where it is none, or no whole number of seconds
 */
export function parseDuration(text: string): bigint {
  const [, digits, unit] = PART.exec(text.trim()) ?? []
  const seconds = SECONDS[unit ?? '']
  if (digits === undefined || seconds === undefined) {
    throw new ValueError('expected a duration: `90 s`, `15 min`, `12 h` or `3 d`')
  }
  const [whole, fraction = ''] = digits.split('.') as [string, string?]
  const scale = 10n ** BigInt(fraction.length)
  const scaled = BigInt(whole + fraction) * seconds
  if (scaled % scale !== 0n) throw new ValueError('is no whole number of seconds')
  return scaled / scale
}

/** The largest unit that divides it. */
export function formatDuration(seconds: bigint): string {
  for (const unit of ['d', 'h', 'min'] as const) {
    const size = SECONDS[unit]!
    if (seconds !== 0n && seconds % size === 0n) return `${seconds / size} ${unit}`
  }
  return `${seconds} s`
}
