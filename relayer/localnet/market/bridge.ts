import type { Candle } from '../../src/market/candle.ts'
import type { Random } from '../../src/random.ts'
import { TICK, type Tick } from './path.ts'

/**
 * Small ticks inside a candle: it begins at the open, ends at the close, touches high and low, and never leaves them.
 *
 * Between these four points runs a Brownian bridge of the log price with the variance that the candle's range implies
 * (Parkinson), folded back at high and low. Needs room for four ticks.
 */
export function bridge(candle: Candle, interval: number, random: Random): Tick[] {
  const count = Math.floor(interval / TICK)
  const [bottom, top] = [Math.log(candle.low), Math.log(candle.high)]
  const variancePerTick = (top - bottom) ** 2 / (4 * Math.LN2) / count
  const logs = new Array<number>(count)
  const corners = chooseCorners(candle, count, random)
  for (let i = 1; i < corners.length; i++) {
    fill(logs, corners[i - 1]!, corners[i]!, variancePerTick, random)
  }
  const exact = new Map(corners.map(({ at, price }) => [at, price]))
  return logs.map((log, at) => ({
    time: candle.time + at * TICK,
    price: exact.get(at) ?? clamp(Math.exp(fold(log, bottom, top)), candle.low, candle.high),
  }))
}

type Corner = { readonly at: number; readonly price: number }

function chooseCorners({ open, high, low, close }: Candle, count: number, random: Random): Corner[] {
  const last = count - 1
  // A rising candle more often sees its low first, and the other way round.
  const lowFirst = random.uniform() < (close >= open ? 0.75 : 0.25)
  const early = 1 + Math.floor(random.uniform() * (last - 2))
  const late = early + 1 + Math.floor(random.uniform() * (last - 1 - early))
  return [
    { at: 0, price: open },
    { at: early, price: lowFirst ? low : high },
    { at: late, price: lowFirst ? high : low },
    { at: last, price: close },
  ]
}

function fill(logs: number[], from: Corner, to: Corner, variance: number, random: Random): void {
  const end = Math.log(to.price)
  let value = Math.log(from.price)
  logs[from.at] = value
  for (let at = from.at + 1; at < to.at; at++) {
    const left = to.at - at
    const mean = value + (end - value) / (left + 1)
    value = mean + Math.sqrt((variance * left) / (left + 1)) * random.normal()
    logs[at] = value
  }
  logs[to.at] = end
}

function fold(value: number, bottom: number, top: number): number {
  const span = top - bottom
  if (span === 0) return bottom
  const phase = (((value - bottom) % (2 * span)) + 2 * span) % (2 * span)
  return bottom + (phase <= span ? phase : 2 * span - phase)
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}
