import { describe, expect, it } from 'vitest'
import { seriesId } from '../../relayer/localnet/books/series.ts'
import { trackBook } from '../../relayer/localnet/report/book-track.ts'
import type { ExecutionRecord, History } from '../../relayer/localnet/report/history.ts'
import { wad } from '../../relayer/localnet/setup/terms.ts'
import { seriesOf } from '../../relayer/src/hedge/series.ts'

const START = 1_767_225_600
const EXPIRY = START + 30 * 86_400
const CALL = seriesId(1, EXPIRY, wad(3_000), false)
const bands = new Map([
  [7, { costRate: 0.0006, fixedCost: 0.16, floor: 0.05, cap: 100, capShare: 0.25 }],
  [8, { costRate: 0.0006, fixedCost: 0.16, floor: 0.05, cap: 100, capShare: 0.25 }],
])

function hedge(
  chain: number,
  time: number,
  afterwards: number,
  target: number,
  quote: number,
): ExecutionRecord {
  const filed = {
    market: 1,
    time: BigInt(time),
    price: wad(3_000),
    before: 0n,
    target: wad(target),
    outer: wad(4),
    inner: wad(2),
    afterwards: wad(afterwards),
    base: wad(afterwards),
    quote: wad(quote),
    cost: 0n,
  }
  return { chain, kind: 'hedge', book: 2, epoch: 1n, mined: time, filed }
}

function body(spoke: number, share: number) {
  const terms = { offset: 0n, share: wad(share), riskAversion: wad(0.0002), range: wad(80) }
  return {
    time: START,
    order: 1,
    book: 2,
    spoke,
    ...terms,
    legs: [{ series: CALL, size: wad(-100), vol: wad(0.6), carry: 0n }],
  }
}

function track(executions: readonly ExecutionRecord[]) {
  const history: History = {
    positions: [{ time: START, book: 2, series: CALL, size: wad(-100) }],
    cash: [
      { time: START, book: 2, reason: 0, amount: 500_000_000_000n },
      { time: START, book: 2, reason: 2, amount: 20_000_000_000n },
    ],
    bodies: [body(7, 1), body(8, 0)],
    executions,
    surfaces: [],
    heartbeats: [],
    reports: 0,
    stale: 0,
  }
  return trackBook({ book: 2, history, settlement: { window: 900, instants: 15 }, bands, constantVol: 0.6 })
}

describe('the id of a series', () => {
  it('is read back by the relayer as it was written', () => {
    expect(seriesOf(CALL)).toEqual({ market: 1, expiry: EXPIRY, strike: wad(3_000), put: false })
    expect(seriesOf(seriesId(9, EXPIRY, 1n, true))).toEqual({
      market: 9,
      expiry: EXPIRY,
      strike: 1n,
      put: true,
    })
  })
})

describe('a book followed through its history', () => {
  it('is sampled once its opening hedge has arrived inside the band, slices before do not count', () => {
    const book = track([hedge(7, START + 60, 30, 53, -90_000), hedge(7, START + 120, 51, 53, -63_000)])
    expect(book.sample(START + 30, 3_000)).toBeUndefined()
    expect(book.sample(START + 90, 3_000)).toBeUndefined()
    const sample = book.sample(START + 130, 3_000)!
    // A sold call is hedged by its delta: 100 · Φ(σ√τ/2).
    expect(sample.target).toBeCloseTo(53.42, 1)
    expect(sample.distance).toBeCloseTo(51 - sample.target, 9)
    expect(sample.outer).toBeGreaterThan(3)
    expect(sample.outer).toBeLessThan(8)
  })

  it('is not opened by inventory where it is not hedged, but counts it', () => {
    const book = track([hedge(8, START + 60, 6, 6, -18_000), hedge(7, START + 120, 45, 47, -135_000)])
    expect(book.sample(START + 90, 3_000)).toBeUndefined()
    const sample = book.sample(START + 130, 3_000)!
    expect(sample.distance).toBeCloseTo(51 - sample.target, 9)
  })

  it('is worth its options, premiums and hedge; deposits are not profit', () => {
    const book = track([hedge(7, START + 60, 53, 53, -159_000)])
    const before = book.value(START + 90, 3_000)!
    const after = book.value(START + 100, 3_060)!
    expect(before.hedged - before.unhedged).toBeCloseTo(-159_000 + 53 * 3_000, 6)
    // Two percent up: the sold calls lose about 53 · 60 and half a gamma of it; the hedge gets 53 · 60 back.
    expect(after.unhedged - before.unhedged).toBeLessThan(-53 * 60)
    expect(after.hedged - before.hedged).toBeGreaterThan(-250)
    expect(after.hedged - before.hedged).toBeLessThan(0)
  })
})
