import type { Candle, CandleSeries } from './candle.ts'

/** A price file that cannot be understood; names the place. Line and column count from 1. */
export class PriceFileError extends Error {
  readonly file: string
  readonly line: number
  readonly column: number

  constructor(file: string, line: number, column: number, problem: string) {
    super(`${file}, line ${line}, column ${column}: ${problem}`)
    this.name = 'PriceFileError'
    this.file = file
    this.line = line
    this.column = column
  }
}

type Field = 'time' | 'open' | 'high' | 'low' | 'close'
type Columns = Readonly<Record<Field, number>>
type Row = { readonly line: number; readonly candle: Candle }

// Header names of the formats that are read: our own, Binance klines, CryptoDataDownload (old files have dates only).
const TIME_NAMES = ['unix', 'unix timestamp', 'timestamp', 'open_time', 'open time', 'opentime', 'date']
const PRICE_NAMES = ['open', 'high', 'low', 'close'] as const
const KLINE: Columns = { time: 0, open: 1, high: 2, low: 3, close: 4 }
const KLINE_WIDTH = 12

/**
 * Reads candles from CSV text: `unix,open,high,low,close`, Binance klines (with or without their header, milliseconds or
 * microseconds), or CryptoDataDownload (an address line first, newest row first).
 *
 * Missing intervals are filled with a straight way from one close to the next open.
 *
 * @throws PriceFileError with line and column
 */
export function readPrices(file: string, text: string): CandleSeries {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  let start = 0
  while (start < lines.length && (lines[start]?.trim() === '' || isAddress(lines[start] ?? ''))) start += 1
  const head = lines[start]
  if (head === undefined) throw new PriceFileError(file, 1, 1, 'the file has no rows')

  const header = readHeader(file, start + 1, head)
  const rows: Row[] = []
  for (let at = header.rowsFrom === 'next' ? start + 1 : start; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (line.trim() === '') continue
    rows.push({ line: at + 1, candle: readRow(file, at + 1, line, header.columns, header.width) })
  }
  if (rows.length < 2) throw new PriceFileError(file, start + 1, 1, 'at least two rows of prices are needed')
  return orderRows(file, rows, header.columns.time + 1)
}

function isAddress(line: string): boolean {
  return /^"?https?:\/\//i.test(line.trim())
}

function split(line: string): string[] {
  return line.split(',').map((field) => field.trim().replace(/^"(.*)"$/, '$1'))
}

function readHeader(file: string, line: number, head: string) {
  const fields = split(head)
  if (fields.every((field) => field !== '' && Number.isFinite(Number(field)))) {
    if (fields.length === KLINE_WIDTH)
      return { columns: KLINE, width: KLINE_WIDTH, rowsFrom: 'here' as const }
    throw new PriceFileError(
      file,
      line,
      1,
      `a header is missing: without one only Binance klines of ${KLINE_WIDTH} columns are read, here are ${fields.length}`,
    )
  }
  const names = fields.map((field) => field.toLowerCase())
  const time = TIME_NAMES.map((name) => names.indexOf(name)).find((index) => index >= 0)
  if (time === undefined) {
    throw new PriceFileError(file, line, 1, `no time column; one of ${TIME_NAMES.join(', ')} is needed`)
  }
  const found: Record<string, number> = { time }
  for (const name of PRICE_NAMES) {
    const index = names.indexOf(name)
    if (index < 0) throw new PriceFileError(file, line, fields.length, `no column "${name}"`)
    found[name] = index
  }
  return { columns: found as Columns, width: fields.length, rowsFrom: 'next' as const }
}

function readRow(file: string, line: number, text: string, columns: Columns, width: number): Candle {
  const fields = split(text)
  if (fields.length !== width) {
    const column = Math.min(fields.length, width) + 1
    throw new PriceFileError(file, line, column, `${fields.length} columns where ${width} are expected`)
  }
  const price = (field: Exclude<Field, 'time'>): number => {
    const raw = fields[columns[field]] ?? ''
    const value = Number(raw)
    if (raw === '' || !Number.isFinite(value) || value <= 0) {
      throw new PriceFileError(file, line, columns[field] + 1, `${field} "${raw}" is not a positive number`)
    }
    return value
  }
  const [open, high, low, close] = [price('open'), price('high'), price('low'), price('close')]
  if (high < Math.max(open, close, low)) {
    throw new PriceFileError(file, line, columns.high + 1, `high ${high} lies below another price of the row`)
  }
  if (low > Math.min(open, close)) {
    throw new PriceFileError(file, line, columns.low + 1, `low ${low} lies above another price of the row`)
  }
  const raw = fields[columns.time] ?? ''
  const time = readTime(raw)
  if (time === undefined) {
    throw new PriceFileError(file, line, columns.time + 1, `time "${raw}" is neither UNIX time nor a date`)
  }
  return { time, open, high, low, close }
}

/** Seconds from seconds, milliseconds, microseconds or a date in UTC. */
function readTime(raw: string): number | undefined {
  if (/^\d+(\.\d+)?(e\+?\d+)?$/i.test(raw)) {
    const value = Number(raw)
    if (value > 1e14) return Math.floor(value / 1e6)
    if (value > 1e11) return Math.floor(value / 1e3)
    return value > 0 && Number.isInteger(value) ? value : undefined
  }
  const parts =
    /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2})(?::?(\d{2}))?(?::(\d{2}))?)?(?:Z|[-\s]?(AM|PM))?$/i.exec(raw)
  if (parts === null) return undefined
  const [, year, month, day, hour, minute, second, half] = parts
  let hours = Number(hour ?? 0)
  // CryptoDataDownload's old files write "2020-01-31 05-PM".
  if (half !== undefined) hours = (hours % 12) + (half.toUpperCase() === 'PM' ? 12 : 0)
  const time = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    hours,
    Number(minute ?? 0),
    Number(second ?? 0),
  )
  return time / 1_000
}

function orderRows(file: string, rows: readonly Row[], timeColumn: number): CandleSeries {
  const falling = rows[0]!.candle.time > rows[1]!.candle.time
  const ordered = falling ? rows.toReversed() : rows
  let interval = Number.POSITIVE_INFINITY
  for (let i = 1; i < ordered.length; i++) {
    const step = ordered[i]!.candle.time - ordered[i - 1]!.candle.time
    if (step <= 0) {
      const { line, candle } = falling ? ordered[i - 1]! : ordered[i]!
      throw new PriceFileError(file, line, timeColumn, `time ${candle.time} is repeated or out of order`)
    }
    interval = Math.min(interval, step)
  }
  const candles: Candle[] = []
  for (const { line, candle } of ordered) {
    const last = candles.at(-1)
    if (last !== undefined && (candle.time - last.time) % interval !== 0) {
      throw new PriceFileError(
        file,
        line,
        timeColumn,
        `time ${candle.time} is not a multiple of ${interval} s after the row before`,
      )
    }
    if (last !== undefined) candles.push(...between(last, candle, interval))
    candles.push(candle)
  }
  return { interval, candles }
}

function between(last: Candle, next: Candle, interval: number): Candle[] {
  const missing = (next.time - last.time) / interval - 1
  const price = (step: number) => last.close * (next.open / last.close) ** (step / missing)
  return Array.from({ length: missing }, (_, i) => {
    const [open, close] = [price(i), price(i + 1)]
    const time = last.time + (i + 1) * interval
    return { time, open, close, high: Math.max(open, close), low: Math.min(open, close) }
  })
}
