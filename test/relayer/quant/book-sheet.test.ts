import {
  createBookSheet,
  createWasmBackend,
  type Holding,
  jsBackend,
  type MarkedSeries,
  QuantInputError,
} from '@gimbal/relayer/quant'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { optionSheet } from '../../../relayer/src/quant/option-sheet.ts'
import { listTarget } from '../../../relayer/src/quant/target.ts'

const NOW = 1_767_225_600
const settlement = { window: 900, instants: 15 }

/** The last of them is settling. */
const series: readonly MarkedSeries[] = Array.from({ length: 41 }, (_, i) => ({
  strike: 2_000 + 50 * i,
  expiry: i === 40 ? NOW + 450 : NOW + 86_400 * (1 + (i % 5)),
  vol: 0.4 + 0.01 * i,
  carry: 0.01 * (i % 3),
  put: i % 2 === 1,
}))

const holdings = fc.array(
  fc.record({
    series: fc.integer({ min: 0, max: series.length - 1 }),
    size: fc.double({ min: -100, max: 100, noNaN: true }),
  }),
  { maxLength: 12 },
)

/** The same by the list of a single book, series by series. */
function alone(book: readonly Holding[], vols: readonly number[], spot: number, time: number) {
  const rows = book.map(({ series: row, size }) => ({ ...series[row]!, vol: vols[row]!, size }))
  return listTarget(optionSheet(rows), spot, time, settlement)
}

const vols = series.map(({ vol }) => vol)

describe.each([
  ['js', jsBackend],
  ['wasm', createWasmBackend()],
] as const)('P13: many books at once (%s)', (_, backend) => {
  it('have the targets that each has by itself, whatever moves between two marks', () => {
    const change = fc.oneof(
      fc.record({ spot: fc.double({ min: 1_500, max: 5_000, noNaN: true }) }),
      fc.record({ later: fc.integer({ min: 1, max: 100_000 }) }),
      fc.record({
        row: fc.integer({ min: 0, max: series.length - 1 }),
        vol: fc.double({ min: 0.01, max: 3, noNaN: true }),
      }),
      fc.record({ book: fc.nat(), holdings }),
    )
    fc.assert(
      fc.property(
        fc.array(holdings, { minLength: 1, maxLength: 8 }),
        fc.array(change, { maxLength: 8 }),
        (books, changes) => {
          const sheet = createBookSheet({ backend, series, books, settlement })
          const now = { spot: 3_000, time: NOW, vols: [...vols], books: [...books] }
          sheet.mark(now.spot, now.time)
          for (const made of changes) {
            if ('spot' in made) now.spot = made.spot
            else if ('later' in made) now.time += made.later
            else if ('row' in made) {
              now.vols[made.row] = made.vol
              sheet.setVol(made.row, made.vol)
            } else {
              const book = made.book % books.length
              now.books[book] = made.holdings
              sheet.setHoldings(book, made.holdings)
            }
            sheet.mark(now.spot, now.time)
            for (const [book, held] of now.books.entries()) {
              const { target, gamma } = alone(held, now.vols, now.spot, now.time)
              expect(sheet.delta[book]).toBeCloseTo(-target, 9)
              expect(sheet.gamma[book]).toBeCloseTo(-gamma, 9)
            }
          }
        },
      ),
    )
  })

  it('do again only what has moved', () => {
    const books: readonly (readonly Holding[])[] = [
      [{ series: 3, size: 1 }],
      [
        { series: 3, size: -2 },
        { series: 4, size: 1 },
      ],
      [{ series: 5, size: 1 }],
    ]
    const sheet = createBookSheet({ backend, series, books, settlement })
    expect(sheet.mark(3_000, NOW)).toEqual({ series: series.length, books: 3 })
    expect(sheet.mark(3_000, NOW)).toEqual({ series: 0, books: 0 })
    sheet.setVol(3, 0.9)
    expect(sheet.mark(3_000, NOW)).toEqual({ series: 1, books: 2 })
    sheet.setHoldings(2, [])
    expect(sheet.mark(3_000, NOW)).toEqual({ series: 0, books: 1 })
    expect(sheet.delta[2]).toBe(0)
    expect(sheet.mark(3_001, NOW)).toEqual({ series: series.length, books: 3 })
  })

  it('name bad input before any work', () => {
    const make = (change: object) =>
      createBookSheet({ backend, series, books: [[{ series: 0, size: 1 }]], settlement, ...change })
    const first = series[0]!
    for (const [field, change] of [
      ['series', { series: [] }],
      ['strike', { series: [{ ...first, strike: 0 }] }],
      ['vol', { series: [{ ...first, vol: Number.NaN }] }],
      ['expiry', { series: [{ ...first, expiry: -1 }] }],
      ['carry', { series: [{ ...first, carry: Number.POSITIVE_INFINITY }] }],
      ['books', { books: [[{ series: 41, size: 1 }]] }],
      ['size', { books: [[{ series: 1, size: Number.NaN }]] }],
    ] as const) {
      expect(() => make(change), field).toThrow(expect.objectContaining({ field }))
    }
    const sheet = make({})
    sheet.mark(3_000, NOW)
    const before = sheet.delta[0]
    for (const spoil of [
      () => sheet.mark(Number.NaN, NOW),
      () => sheet.mark(0, NOW),
      () => sheet.mark(3_000, Number.NEGATIVE_INFINITY),
      () => sheet.setVol(0, -1),
      () => sheet.setVol(41, 1),
      () => sheet.setHoldings(1, []),
      () => sheet.setHoldings(0, [{ series: 0.5, size: 1 }]),
    ]) {
      expect(spoil).toThrow(QuantInputError)
    }
    sheet.mark(3_000, NOW)
    expect(sheet.delta[0]).toBe(before)
  })
})
