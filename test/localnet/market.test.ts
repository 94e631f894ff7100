import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bridge } from '../../relayer/localnet/market/bridge.ts'
import { readPath, TICK } from '../../relayer/localnet/market/path.ts'
import { pushFeed } from '../../relayer/localnet/market/push-feed.ts'
import { quotePath } from '../../relayer/localnet/market/quote-path.ts'
import { ETH_LIKE, simulatedPath } from '../../relayer/localnet/market/simulated.ts'
import { simulatedPast } from '../../relayer/localnet/market/simulated-past.ts'
import { type Candle, rangeVol } from '../../relayer/src/market/candle.ts'
import { randomStream } from '../../relayer/src/random.ts'

function take(seed: number, name: string, count: number): number[] {
  const stream = randomStream(seed, name)
  return Array.from({ length: count }, () => stream.uniform())
}

function firstPrices(seed: number, count: number): number[] {
  const prices: number[] = []
  for (const { price } of simulatedPath(seed).ticks()) if (prices.push(price) === count) break
  return prices
}

describe('random streams', () => {
  it('repeat for one seed and name, and differ otherwise', () => {
    expect(take(7, 'market', 50)).toEqual(take(7, 'market', 50))
    expect(take(7, 'market', 50)).not.toEqual(take(8, 'market', 50))
    expect(take(7, 'market', 50)).not.toEqual(take(7, 'messages', 50))
  })

  it('keep their values from release to release, or recorded seeds lose their meaning', () => {
    expect(take(1, 'market', 3).map((value) => Math.round(value * 2 ** 32))).toMatchInlineSnapshot(`
      [
        3783822204,
        1052227181,
        2709161748,
      ]
    `)
  })

  it('are uniform and normal', () => {
    const stream = randomStream(3, 'moments')
    const uniforms = Array.from({ length: 40_000 }, () => stream.uniform())
    const normals = Array.from({ length: 40_000 }, () => stream.normal())
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    // Four standard errors.
    expect(Math.abs(mean(uniforms) - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / 40_000))
    expect(Math.abs(mean(normals))).toBeLessThan(4 / Math.sqrt(40_000))
    expect(Math.abs(mean(normals.map((value) => value ** 2)) - 1)).toBeLessThan(4 * Math.sqrt(2 / 40_000))
  })
})

describe('the simulated market', () => {
  it('starts at its first price and repeats for a seed', () => {
    expect(firstPrices(1, 1_000)).toEqual(firstPrices(1, 1_000))
    expect(firstPrices(1, 1_000)[0]).toBeCloseTo(ETH_LIKE.firstPrice, 8)
    expect(firstPrices(1, 1_000)).not.toEqual(firstPrices(2, 1_000))
  })

  it('has the volatility it says, over many seeds', () => {
    const days = 2
    const count = (days * 86_400) / TICK
    const seeds = 60
    let sum = 0
    for (let seed = 1; seed <= seeds; seed++) {
      const prices = firstPrices(seed, count + 1)
      for (let i = 1; i <= count; i++) sum += Math.log(prices[i]! / prices[i - 1]!) ** 2
    }
    const vol = Math.sqrt((sum / seeds / days) * 365)
    expect(vol).toBeGreaterThan(0.5)
    expect(vol).toBeLessThan(0.9)
  })

  it('is read at rising times only', () => {
    const reader = readPath(simulatedPath(5))
    const prices = firstPrices(5, 3)
    expect(reader.at(ETH_LIKE.start + TICK - 1)).toBe(prices[0])
    expect(reader.at(ETH_LIKE.start + 2 * TICK + 3)).toBe(prices[2])
    expect(() => reader.at(ETH_LIKE.start)).toThrow(RangeError)
  })
})

describe('the bridge between candles', () => {
  const candles = fc
    .record({
      open: fc.double({ min: 100, max: 5_000, noNaN: true }),
      close: fc.double({ min: 0.9, max: 1.1, noNaN: true }),
      up: fc.double({ min: 0, max: 0.05, noNaN: true }),
      down: fc.double({ min: 0, max: 0.05, noNaN: true }),
    })
    .map(({ open, close: ratio, up, down }): Candle => {
      const close = open * ratio
      return {
        time: 0,
        open,
        close,
        high: Math.max(open, close) * (1 + up),
        low: Math.min(open, close) * (1 - down),
      }
    })

  it('begins at the open, ends at the close, touches high and low and never leaves them', () => {
    fc.assert(
      fc.property(candles, fc.integer(), fc.constantFrom(60, 900, 3_600), (candle, seed, interval) => {
        const ticks = bridge(candle, interval, randomStream(seed, 'bridge'))
        const prices = ticks.map(({ price }) => price)
        expect(ticks).toHaveLength(interval / TICK)
        expect(ticks.map(({ time }) => time)).toEqual(ticks.map((_, i) => i * TICK))
        expect(prices[0]).toBe(candle.open)
        expect(prices.at(-1)).toBe(candle.close)
        expect(Math.max(...prices)).toBe(candle.high)
        expect(Math.min(...prices)).toBe(candle.low)
      }),
      { numRuns: 200 },
    )
  })

  it('walks in small ticks, with about the volatility of the range', () => {
    const candle: Candle = { time: 0, open: 3_000, high: 3_030, low: 2_980, close: 3_010 }
    let sum = 0
    const runs = 200
    for (let seed = 0; seed < runs; seed++) {
      const ticks = bridge(candle, 3_600, randomStream(seed, 'bridge'))
      for (let i = 1; i < ticks.length; i++) sum += Math.log(ticks[i]!.price / ticks[i - 1]!.price) ** 2
    }
    const implied = rangeVol({ interval: 3_600, candles: [candle] }, 0, 1)
    const walked = Math.sqrt((sum / runs) * 24 * 365)
    expect(walked / implied).toBeGreaterThan(0.8)
    expect(walked / implied).toBeLessThan(1.5)
  })

  it('repeats for a seed', () => {
    const candle: Candle = { time: 0, open: 3_000, high: 3_030, low: 2_980, close: 3_010 }
    const walk = (seed: number) => bridge(candle, 3_600, randomStream(seed, 'bridge'))
    expect(walk(1)).toEqual(walk(1))
    expect(walk(1)).not.toEqual(walk(2))
  })
})

describe('push feeds', () => {
  const policy = { deviation: 0.005, heartbeat: 3_600, delay: () => 25 }

  it('stay silent inside the deviation', () => {
    const feed = pushFeed(policy, { price: 3_000, time: 0 })
    for (let time = 0; time < 3_500; time += 10) expect(feed.observe(time, 3_014)).toEqual([])
  })

  it('write what was seen, late', () => {
    const feed = pushFeed(policy, { price: 3_000, time: 0 })
    expect(feed.observe(10, 3_016)).toEqual([])
    expect(feed.observe(30, 3_050)).toEqual([])
    expect(feed.observe(40, 3_050)).toEqual([{ price: 3_016, observed: 10, lands: 35 }])
    // 3050 is again more than half a percent off the round that landed.
    expect(feed.observe(70, 3_050)).toEqual([{ price: 3_050, observed: 40, lands: 65 }])
  })

  it('write at least once an hour', () => {
    const feed = pushFeed(policy, { price: 3_000, time: 0 })
    const rounds: number[] = []
    for (let time = 0; time <= 4 * 3_600; time += 30) {
      rounds.push(...feed.observe(time, 3_001).map(({ lands }) => lands))
    }
    const gaps = rounds.map((lands, i) => lands - (rounds[i - 1] ?? 0))
    expect(rounds.length).toBeGreaterThanOrEqual(4)
    expect(Math.max(...gaps)).toBeLessThanOrEqual(3_600)
  })
})

describe('quote/USD', () => {
  it('stays near one and repeats for a seed', () => {
    const read = (seed: number) => {
      const path = quotePath(seed, 0)
      return Array.from({ length: 2_000 }, (_, i) => path.at(i * 30))
    }
    expect(read(4)).toEqual(read(4))
    for (const price of read(4)) expect(Math.abs(price - 1)).toBeLessThan(0.002)
  })
})

describe('the hours before a simulated market', () => {
  it('lead to its first price, repeat for a seed, and leave the market as it is', () => {
    const past = simulatedPast(ETH_LIKE, 1)
    expect(past).toEqual(simulatedPast(ETH_LIKE, 1))
    expect(past.at(-1)!.close).toBeCloseTo(ETH_LIKE.firstPrice, 8)
    expect(past.at(-1)!.time).toBe(ETH_LIKE.start - 3_600)
    expect(past).toHaveLength(731 * 24)
    for (const [i, { time, open, high, low, close }] of past.entries()) {
      if (i > 0)
        expect([time, open]).toEqual([past[i - 1]!.time + 3_600, expect.closeTo(past[i - 1]!.close, 6)])
      expect(high).toBeGreaterThanOrEqual(Math.max(open, close))
      expect(low).toBeLessThanOrEqual(Math.min(open, close))
    }
  })

  it('have the vol, the drift and the correlation of the model, over many seeds', () => {
    const YEAR = 365 * 86_400
    const calm = { ...ETH_LIKE, jumpsPerYear: 0 }
    const runs = 8
    let [variance, change, leverage, own] = [0, 0, 0, 0]
    for (let seed = 1; seed <= runs; seed++) {
      const past = simulatedPast(calm, seed)
      change += Math.log(past.at(-1)!.close / past[0]!.open)
      for (let day = 10; day < 720; day++) {
        const returns = Array.from({ length: 48 }, (_, i) => {
          const { open, close } = past[24 * day + i]!
          return Math.log(close / open)
        })
        const square = (from: number) => returns.slice(from, from + 24).reduce((sum, x) => sum + x * x, 0)
        variance += (square(0) * 365) / (runs * 710)
        const moved = Math.log(square(24) / square(0))
        const total = returns.reduce((sum, x) => sum + x, 0)
        leverage += (moved * total) / Math.sqrt(square(0))
        own += moved * moved
      }
    }
    // The mean of v over T years deviates by ξ·√(θ / T) / κ, and less where it begins at θ; four errors of all runs.
    expect(Math.abs(variance - ETH_LIKE.theta)).toBeLessThan((4 * 0.128) / Math.sqrt(runs))
    const years = (731 * 86_400) / YEAR
    expect(Math.abs(change / runs + (ETH_LIKE.theta / 2) * years)).toBeLessThan(
      4 * Math.sqrt((ETH_LIKE.theta * years) / runs),
    )
    // A fall goes with more variance.
    expect(leverage / own).toBeLessThan(0)
  }, 30_000)
})
