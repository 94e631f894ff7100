import { readFileSync } from 'node:fs'
import { readPrices } from '@gimbal/relayer/prices'
import { type PriceModel, simulatePaths } from '@gimbal/relayer/quant/hedging/paths'
import type { ReplayPath } from '@gimbal/relayer/quant/replay'
import { type Hex, keccak256, toHex } from 'viem'
import { NetworkError } from '../../network/network.ts'

/** Where the prices of a replay come from. */
export type PathOptions = {
  readonly seed: number
  /** Most of them. */
  readonly paths: number
  readonly days: number
  /** Candles as `npm start -- --prices` reads them; drawn ones unless given. */
  readonly prices?: string
}

export const DEFAULTS: PathOptions = { seed: 1, paths: 64, days: 7 }

export type Drawn = {
  readonly paths: readonly ReplayPath[]
  /** What they are, for people. */
  readonly source: string
  /** Of the price file. */
  readonly digest?: Hex
}

const HOUR = 3_600
const YEAR = 365 * 86_400
/** Jumps of the drawn paths: a month, their mean and deviation. */
const JUMPS = { intensity: 12, jumpMean: -0.02, jumpDeviation: 0.04 } as const

/** Hourly paths from a spot on, with the vol of the books and a jump a month; or windows of a price file, scaled to the spot. */
export function drawPaths(options: PathOptions, start: number, spot: number, vol: number): Drawn {
  const steps = options.days * 24
  return options.prices === undefined
    ? seeded(options, steps, start, spot, vol)
    : recorded(options.prices, options, steps, start, spot)
}

function seeded(
  { seed, paths, days }: PathOptions,
  steps: number,
  start: number,
  spot: number,
  vol: number,
): Drawn {
  const jumps = JUMPS.intensity * (JUMPS.jumpMean ** 2 + JUMPS.jumpDeviation ** 2)
  const jumping = vol ** 2 > 2 * jumps
  const model: PriceModel = jumping ? { kind: 'merton', totalVol: vol, ...JUMPS } : { kind: 'gbm', vol }
  const { logs } = simulatePaths({ model, count: paths, steps, interval: HOUR / YEAR, spot, seed })
  return {
    source: `${paths} paths of ${days} days from seed ${seed}: vol ${(100 * vol).toFixed(1)} %${jumping ? ', a jump of about 4 % a month' : ''}, hourly`,
    paths: Array.from({ length: paths }, (_, i) => ({
      start,
      interval: HOUR,
      prices: logs.slice(i * (steps + 1), (i + 1) * (steps + 1)).map(Math.exp),
    })),
  }
}

function recorded(
  file: string,
  { paths, days }: PathOptions,
  steps: number,
  start: number,
  spot: number,
): Drawn {
  const text = readFileSync(file, 'utf8')
  const { candles, interval } = readPrices(file, text)
  const every = Math.max(1, Math.round(HOUR / interval))
  const closes = candles.filter((_, i) => i % every === 0).map(({ close }) => close)
  const length = Math.round((steps * HOUR) / (every * interval))
  const room = closes.length - 1 - length
  if (room < 0) {
    throw new NetworkError(
      `${file} is too short: it has ${closes.length} prices, ${days} days take ${length + 1}: give fewer --days`,
    )
  }
  const count = Math.min(paths, room + 1)
  return {
    source: `${count} windows of ${days} days of ${closes.length} recorded prices, scaled to the price of now`,
    digest: keccak256(toHex(text)),
    paths: Array.from({ length: count }, (_, i) => {
      const from = count === 1 ? 0 : Math.floor((i * room) / (count - 1))
      const window = closes.slice(from, from + length + 1)
      return {
        start,
        interval: every * interval,
        prices: Float64Array.from(window, (close) => (close * spot) / window[0]!),
      }
    }),
  }
}
