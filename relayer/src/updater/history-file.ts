// SPDX-License-Identifier: MIT
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { GimbalError, reasonOf } from '../errors.ts'
import type { Candle } from '../market/candle.ts'
import { readPrices } from '../market/price-file.ts'
import { toHours } from './hours.ts'
import type { UpdaterConfig } from './schema.ts'

const HEADER = 'unix,open,high,low,close\n'

/** What is known of the hours before, and where new ones are written. */
export interface HistoryFile {
  readonly past: readonly Candle[]
  readonly append: (candle: Candle) => void
}

/**
 * Reads the candles from before and the hours of earlier runs. A line that a crash has cut off is dropped.
 *
 * @throws GimbalError when a file cannot be read
 */
export function openHistory({ seed, file }: UpdaterConfig['history']): HistoryFile {
  const before = seed === undefined ? [] : hoursOf(seed, text(seed))
  if (file === undefined) return { past: before, append: () => {} }
  const written = existsSync(file) ? text(file) : ''
  const whole = written.slice(0, written.lastIndexOf('\n') + 1)
  const kept = whole === '' ? HEADER : whole
  if (kept !== written) writeFileSync(file, kept)
  const own = hoursOf(file, kept)
  const first = own[0]?.time ?? Number.POSITIVE_INFINITY
  return {
    past: [...before.filter(({ time }) => time < first), ...own],
    append: ({ time, open, high, low, close }) =>
      appendFileSync(file, `${[time, open, high, low, close].join(',')}\n`),
  }
}

function hoursOf(file: string, content: string): readonly Candle[] {
  // with fewer than two rows a file has no interval yet
  if (content.split('\n').length < 4) return []
  return toHours(readPrices(file, content))
}

function text(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new GimbalError('the price history cannot be read', {
      facts: { file, why: reasonOf(cause) },
      cause,
    })
  }
}
