import { readFileSync } from 'node:fs'
import { rangeVol } from '../../src/market/candle.ts'
import { readPrices } from '../../src/market/price-file.ts'
import { randomStream } from '../../src/random.ts'
import { toHours } from '../../src/updater/hours.ts'
import { Failure, reasonOf } from '../failure.ts'
import { bridge } from './bridge.ts'
import { type MarketPath, TICK, type Tick } from './path.ts'

export type ReplayOptions = {
  readonly file: string
  readonly seed: number
  /** UNIX seconds; the first candle at or after it begins the run. Default: the first row. */
  readonly from?: number | undefined
}

const DAY = 86_400
/** Four ticks of a bridge. */
const SHORTEST = 4 * TICK
/** The initial vol looks back this far, or ahead from the first row, where nothing lies behind. */
const VOL_DAYS = 7

/** A path through the candles of a file. */
export function replayedPath(options: ReplayOptions): MarketPath {
  const series = readPrices(options.file, readText(options.file))
  const { interval, candles } = series
  if (interval < SHORTEST || interval > DAY) {
    throw new Failure({
      what: `The candles of ${options.file} cannot be replayed.`,
      why: `They are ${interval} s apart; a bridge of ${TICK}-second ticks fits candles of ${SHORTEST} s to a day.`,
      remedy: 'Give hourly candles.',
    })
  }
  const begin = options.from === undefined ? 0 : candles.findIndex(({ time }) => time >= (options.from ?? 0))
  const first = candles[begin]
  const last = candles.at(-1)
  if (first === undefined || last === undefined) {
    throw new Failure({
      what: `--from ${options.from} lies behind the last candle of ${options.file}.`,
      why: `The file covers ${candles[0]?.time} to ${candles.at(-1)?.time}.`,
      remedy: 'Choose a time inside the file.',
    })
  }
  const lookback = Math.round((VOL_DAYS * DAY) / interval)
  const initialVol =
    begin >= lookback / VOL_DAYS
      ? rangeVol(series, Math.max(0, begin - lookback), begin)
      : rangeVol(series, begin, begin + lookback)
  return {
    source: options.file,
    start: first.time,
    firstPrice: first.open,
    initialVol,
    past: () => toHours({ interval, candles: candles.slice(0, begin) }),
    end: last.time + interval - TICK,
    ticks: () => walk(candles, begin, interval, options.seed),
  }
}

function* walk(
  candles: ReturnType<typeof readPrices>['candles'],
  begin: number,
  interval: number,
  seed: number,
): Generator<Tick, void> {
  const random = randomStream(seed, 'bridge')
  for (let at = begin; at < candles.length; at++) yield* bridge(candles[at]!, interval, random)
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new Failure({
      what: `The price file ${file} cannot be read.`,
      why: reasonOf(error),
      remedy: 'Give the path of a CSV file with hourly candles to --prices.',
      cause: error,
    })
  }
}
