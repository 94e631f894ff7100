import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Candle } from '../../../relayer/src/market/candle.ts'
import { openHistory } from '../../../relayer/src/updater/history-file.ts'
import { createHours, toHours } from '../../../relayer/src/updater/hours.ts'

const HOUR = 3_600
const DAY = 86_400
const candle = (time: number, price = 100): Candle => ({
  time,
  open: price,
  high: price * 1.01,
  low: price * 0.99,
  close: price,
})

describe('hours', () => {
  it('are cut out of prices; the one that runs does not count', () => {
    const seen: Candle[] = []
    const hours = createHours([], (full) => seen.push(full))
    for (const [time, price] of [
      [10, 100],
      [600, 103],
      [1_200, 98],
      [3_599, 101],
      [3_600, 102],
      [7_300, 99],
    ] as const) {
      hours.observe(time, price)
    }
    expect(seen).toEqual([
      { time: 0, open: 100, high: 103, low: 98, close: 101 },
      { time: HOUR, open: 102, high: 102, low: 102, close: 102 },
    ])
    expect([hours.count(), hours.end()]).toEqual([2, 2 * HOUR])
  })

  it('take no price of the past, nor one that is none', () => {
    const hours = createHours([candle(10 * HOUR)])
    for (const [time, price] of [
      [10.5 * HOUR, 5],
      [12 * HOUR, Number.NaN],
      [11 * HOUR, 100],
      [12 * HOUR, 101],
      [11 * HOUR, 999],
      [13 * HOUR, 100],
    ] as const) {
      hours.observe(time, price)
    }
    expect([hours.count(), hours.end()]).toEqual([3, 13 * HOUR])
  })

  it('make days that end now, without a hole', () => {
    const past = Array.from({ length: 100 }, (_, i) => candle((i + 5) * HOUR, 100 * 1.01 ** (i % 2)))
    const hours = createHours(past)
    const days = hours.days(10)
    expect(days.variance).toHaveLength(4)
    for (const variance of days.variance) expect(variance).toBeCloseTo(24 * Math.log(1.01) ** 2, 12)
    // it ends at hour 105, nearest to the midnight of hour 96
    expect([...days.start]).toEqual([0, 1, 2, 3].map((day) => day * DAY))
    expect(hours.days(2).start).toHaveLength(2)
  })

  it('are bridged over two days without a price, and begin anew after more', () => {
    expect(createHours([candle(0), candle(48 * HOUR, 110)]).count()).toBe(49)
    expect(createHours([candle(0), candle(50 * HOUR, 110)]).count()).toBe(1)
  })

  it('are made of shorter candles where these fill them', () => {
    const interval = 900
    const candles = Array.from({ length: 9 }, (_, i) => candle(HOUR - 900 + i * interval, 100 + i))
    expect(toHours({ interval, candles })).toEqual([
      { time: HOUR, open: 101, high: 104 * 1.01, low: 101 * 0.99, close: 104 },
      { time: 2 * HOUR, open: 105, high: 108 * 1.01, low: 105 * 0.99, close: 108 },
    ])
    expect(toHours({ interval: 7_200, candles })).toEqual([])
  })
})

describe('the history on disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gimbal-history-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const rows = (candles: readonly Candle[]) =>
    candles.map(({ time, open, high, low, close }) => `${time},${open},${high},${low},${close}\n`).join('')

  it('is what came before and what was seen, also after a crash within a line', () => {
    const [seed, file] = [join(folder, 'seed.csv'), join(folder, 'own.csv')]
    const before = Array.from({ length: 5 }, (_, i) => candle((i + 1) * HOUR))
    writeFileSync(seed, `unix,open,high,low,close\n${rows(before)}`)
    const first = openHistory({ seed, file })
    expect(first.past).toEqual(before)
    for (const hour of [5, 6, 7]) first.append(candle(hour * HOUR, 200))
    writeFileSync(file, `${readFileSync(file, 'utf8')}28800,100,1`)
    const again = openHistory({ seed, file })
    expect(again.past).toEqual([...before.slice(0, 4), ...[5, 6, 7].map((hour) => candle(hour * HOUR, 200))])
    again.append(candle(8 * HOUR, 200))
    expect(openHistory({ file }).past.at(-1)).toEqual(candle(8 * HOUR, 200))
  })

  it('names the file that is not there', () => {
    expect(() => openHistory({ seed: join(folder, 'nothing.csv') })).toThrow('history cannot be read')
  })
})
