import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { DEFAULTS, drawPaths } from '../../../governance/src/simulate/hedging/paths.ts'
import { replayMarket } from '../../../governance/src/simulate/hedging/replay.ts'
import { digestOf } from '../../../governance/src/simulate/report/canonical.ts'
import { chartOf } from '../../../governance/src/simulate/report/chart.ts'
import { hedgingLines } from '../../../governance/src/simulate/report/hedging-lines.ts'
import type { ReplayTerms } from '../../../relayer/src/quant/replay/terms.ts'

const START = 1_767_225_600
const DAY = 86_400
const MARKET = { id: 1, name: 'WETH/USDC', symbols: { base: 'WETH', quote: 'USDC', quoteDecimals: 6 } }
const OPTIONS = { seed: 3, paths: 8, days: 2 }

const folder = mkdtempSync(join(tmpdir(), 'gimbal-hedging-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function terms(costRate: number): ReplayTerms {
  return {
    hub: {
      settlement: { window: 3_600, instants: 12 },
      scenarios: [0.84, 1, 1.16].map((spotMul) => ({ spotMul, volShock: 1, damp: 1 })),
      solvency: { volUp: 0.5, volDown: 0.25, volFloor: 0.1, shortCharge: 0.003, moveRate: 3, window: 3_600 },
      maintenance: 1,
      innerRange: 0.16,
      buffer: 1,
      republishShare: 0.05,
    },
    spokes: new Map([
      [
        'hub',
        {
          lot: 0.001,
          riskAversion: 5,
          band: { costRate, fixedCost: 1, floor: 0.001, cap: 1_000, capShare: 0.5 },
          clip: 100,
          interval: 60,
          capacity: 1e9,
          rate: 1e6,
        },
      ],
    ]),
  }
}

const HEDGED = {
  spot: 3_000,
  vol: 0.6,
  books: [
    {
      name: 'book 2',
      options: [{ strike: 3_000, expiry: START + 30 * DAY, vol: 0.6, carry: 0, put: false, size: -100 }],
      equity: 200_000,
      requirement: 50_000,
      parts: [{ spoke: 'hub', share: 1, offset: 0, held: 53 }],
    },
  ],
}

describe('paths of a replay', () => {
  it('are equal for equal options, and others for another seed', () => {
    const [one, same] = [drawPaths(OPTIONS, START, 3_000, 0.6), drawPaths(OPTIONS, START, 3_000, 0.6)]
    expect(one).toEqual(same)
    expect(one.paths).toHaveLength(8)
    expect(one.paths[0]!.prices).toHaveLength(49)
    expect(one.paths[0]!.prices[0]).toBeCloseTo(3_000, 9)
    expect(drawPaths({ ...OPTIONS, seed: 4 }, START, 3_000, 0.6)).not.toEqual(one)
  })

  it('have the vol that is asked for', () => {
    const { paths } = drawPaths({ seed: 1, paths: 300, days: 7 }, START, 3_000, 0.6)
    const squares = paths.map(({ prices }) => Math.log(prices.at(-1)! / prices[0]!) ** 2)
    const vol = Math.sqrt((squares.reduce((sum, each) => sum + each, 0) / 300) * (365 / 7))
    expect(vol).toBeGreaterThan(0.5)
    expect(vol).toBeLessThan(0.7)
  })

  it('are windows of a price file, scaled to the price of now, over all of it', () => {
    const file = join(folder, 'prices.csv')
    const rows = Array.from({ length: 101 }, (_, i) => {
      const price = 100 + i
      return `${START + 3_600 * i},${price},${price},${price},${price}`
    })
    writeFileSync(file, `unix,open,high,low,close\n${rows.join('\n')}\n`)
    const { paths, digest } = drawPaths({ seed: 1, paths: 3, days: 2, prices: file }, START, 3_000, 0.6)
    expect(paths.map(({ prices }) => prices[0])).toEqual([3_000, 3_000, 3_000])
    // The windows begin at the first price, in the middle and where the last one just fits.
    expect(paths.map(({ prices }) => prices.at(-1)! / 3_000)).toEqual([148 / 100, 174 / 126, 200 / 152])
    expect(digest).toMatch(/^0x[\da-f]{64}$/)
    expect(() => drawPaths({ seed: 1, paths: 3, days: 20, prices: file }, START, 3_000, 0.6)).toThrow(
      'is too short: it has 101 prices, 20 days take 481: give fewer --days',
    )
  })

  it('are many enough unless told', () => expect(DEFAULTS).toEqual({ seed: 1, paths: 64, days: 7 }))
})

describe('what a proposal does to hedging', () => {
  const same = replayMarket(MARKET, HEDGED, START, terms(0.001), terms(0.001), OPTIONS)
  const wider = replayMarket(MARKET, HEDGED, START, terms(0.001), terms(0.02), OPTIONS)

  it('is nothing where the terms are equal', () => {
    for (const { difference, deviation } of Object.values(same.total)) {
      expect([difference, deviation]).toEqual([0, 0])
    }
    expect(hedgingLines({ options: OPTIONS, markets: [same], skipped: [] }).join('\n')).toContain(
      'Nothing moves by more than two standard errors.',
    )
  })

  it('is fewer hedges and less cost under a wider band, at the costs of before', () => {
    expect(wider.total.hedges.difference).toBeLessThan(0)
    expect(wider.total.cost.difference).toBeLessThan(0)
    expect(wider.costs).toEqual([{ spoke: 'hub', costRate: 0.001, fixedCost: 1 }])
    expect(hedgingLines({ options: OPTIONS, markets: [wider], skipped: [] }).join('\n')).toContain(
      'the number of hedges falls by',
    )
  })

  it('comes out the same each time, to the byte', () => {
    const again = replayMarket(MARKET, HEDGED, START, terms(0.001), terms(0.02), OPTIONS)
    expect(digestOf(again)).toBe(digestOf(wider))
    expect(chartOf([again])).toBe(chartOf([wider]))
  })

  it('is drawn: a point of every path, old and new', () => {
    const chart = chartOf([wider])
    expect(chart.match(/<circle [^>]*r="2.6"/g)).toHaveLength(16)
    expect(chart).not.toContain('NaN')
    expect(
      chartOf([{ ...wider, byPath: [{ old: { gain: 1, cost: 0 }, new: { gain: 1, cost: 0 } }] }]),
    ).not.toContain('NaN')
  })

  it('says which markets were left out', () => {
    const skipped = [{ market: 'WBTC/USDC', why: 'no hedged book holds a series' }]
    expect(hedgingLines({ options: OPTIONS, markets: [], skipped })).toEqual([
      'WBTC/USDC was not replayed: no hedged book holds a series.',
    ])
  })
})
