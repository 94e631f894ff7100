import { describe, expect, it } from 'vitest'
import { simulatePaths } from '../../../../relayer/src/quant/hedging/paths.ts'
import { compare, together } from '../../../../relayer/src/quant/replay/measure.ts'
import type {
  HubTerms,
  ReplayBook,
  ReplayPath,
  ReplayTerms,
  SpokeTerms,
} from '../../../../relayer/src/quant/replay/terms.ts'
import { type BookOutcome, replay } from '../../../../relayer/src/quant/replay/walk.ts'

const START = 1_767_225_600
const HOUR = 3_600
const DAY = 24 * HOUR

const spoke: SpokeTerms = {
  lot: 0.001,
  riskAversion: 5,
  band: { costRate: 0.001, fixedCost: 1, floor: 0.001, cap: 1_000, capShare: 0.5 },
  clip: 1_000,
  interval: 60,
  capacity: 1e9,
  rate: 1e6,
}

const hub: HubTerms = {
  settlement: { window: HOUR, instants: 12 },
  scenarios: [0.84, 0.92, 1, 1.08, 1.16].flatMap((spotMul) =>
    ([-1, 0, 1] as const).map((volShock) => ({ spotMul, volShock, damp: 1 })),
  ),
  solvency: { volUp: 0.5, volDown: 0.25, volFloor: 0.1, shortCharge: 0.003, moveRate: 3, window: HOUR },
  maintenance: 1,
  innerRange: 0.16,
  buffer: 1,
  republishShare: 0.05,
}

const terms = (changes: Partial<SpokeTerms> = {}, ofHub: Partial<HubTerms> = {}): ReplayTerms => ({
  hub: { ...hub, ...ofHub },
  spokes: new Map([['hub', { ...spoke, ...changes }]]),
})

const costs = new Map([['hub', { costRate: 0.001, fixedCost: 1 }]])
const call = { strike: 3_000, expiry: START + 30 * DAY, vol: 0.6, carry: 0, put: false, size: -100 }
const book: ReplayBook = {
  name: 'short calls',
  options: [call],
  equity: 200_000,
  requirement: 50_000,
  parts: [{ spoke: 'hub', share: 1, offset: 0, held: 53 }],
}

const flat: ReplayPath = { start: START, interval: HOUR, prices: new Float64Array(49).fill(3_000) }

function paths(count: number, days: number): ReplayPath[] {
  const steps = days * 24
  const model = { kind: 'gbm', vol: 0.6 } as const
  const { logs } = simulatePaths({ model, count, steps, interval: 1 / 8_760, spot: 3_000, seed: 7 })
  return Array.from({ length: count }, (_, i) => ({
    start: START,
    interval: HOUR,
    prices: logs.slice(i * (steps + 1), (i + 1) * (steps + 1)).map(Math.exp),
  }))
}

function run(on: readonly ReplayPath[], by: ReplayTerms, of: ReplayBook = book): readonly BookOutcome[] {
  return on.map((path) => replay([of], by, costs, path, hub)[0]!)
}

describe('a replay', () => {
  it('trades nothing where nothing moves and the book is inside its band', () => {
    const [outcome] = run([flat], terms())
    expect(outcome).toMatchObject({ hedges: 0, turnover: 0, cost: 0, outside: 0, calls: 0 })
    // Two days of theta of sold calls, and no inventory gain.
    expect(outcome!.gain).toBeGreaterThan(0)
  })

  it('costs λ of what it trades and k for each hedge', () => {
    const [outcome] = run([flat], terms(), { ...book, parts: [{ ...book.parts[0]!, held: 0 }] })
    expect(outcome!.hedges).toBe(1)
    expect(outcome!.cost).toBeCloseTo(0.001 * outcome!.turnover + 1, 9)
    expect(outcome!.outside).toBe(0)
  })

  it('is slower and stays outside where the clip is small', () => {
    const far = { ...book, parts: [{ ...book.parts[0]!, held: 0 }] }
    const [outcome] = run([flat], terms({ clip: 0.1, interval: HOUR }), far)
    // 49 checks of one clip each.
    expect(outcome!.hedges).toBe(49)
    expect(outcome!.turnover).toBeCloseTo(49 * 0.1 * 3_000, 6)
    expect(outcome!.outside).toBe(1)
  })

  it('is held by the budget of turnover', () => {
    const far = { ...book, parts: [{ ...book.parts[0]!, held: 0 }] }
    const [outcome] = run([flat], terms({ capacity: 30_000, rate: 0 }), far)
    expect(outcome!.turnover).toBeCloseTo(30_000, 6)
  })

  it('cannot sell what it has not got', () => {
    const bought = { ...book, options: [{ ...call, size: 100 }], parts: [{ ...book.parts[0]!, held: 0 }] }
    expect(run([flat], terms(), bought)[0]).toMatchObject({ turnover: 0, outside: 1 })
  })

  it('calls a book below maintenance once, until it is above again', () => {
    const poor = { ...book, equity: 40_000 }
    expect(run([flat], terms(), poor)[0]!.calls).toBe(1)
    expect(run([flat], terms({}, { maintenance: 0.5 }), poor)[0]!.calls).toBe(0)
  })

  it('pays out what expires, at the price of then', () => {
    const soon = { ...call, expiry: START + DAY, strike: 2_900, size: -1, vol: 0 }
    const held = { ...book, options: [soon], parts: [{ ...book.parts[0]!, held: 1 }] }
    const path = { ...flat, prices: flat.prices.map((price, i) => (i < 24 ? price : price + 50)) }
    const [outcome] = run([path], terms({ riskAversion: 1e-9 }), held)
    // The call and the inventory move alike until they part at the settlement.
    expect(outcome!.gain).toBeCloseTo(-outcome!.cost, 6)
  })

  it('crosses opposite needs without cost but k', () => {
    const sold = { ...book, parts: [{ ...book.parts[0]!, held: 63 }] }
    const bought = { ...book, parts: [{ ...book.parts[0]!, held: 43 }] }
    const narrow = terms({ band: { ...spoke.band, cap: 0.5, floor: 0.5 } })
    const [one, other] = replay(
      [sold, bought],
      narrow,
      costs,
      { ...flat, prices: flat.prices.slice(0, 1) },
      hub,
    )
    const [smaller, larger] = [one!.turnover, other!.turnover].toSorted((a, b) => a - b)
    expect(one!.cost + other!.cost).toBeCloseTo(0.001 * (larger! - smaller!) + 1, 6)
  })
})

describe('old against new', () => {
  const on = paths(24, 5)

  it('is no difference, to the bit, where the terms are equal', () => {
    const compared = compare(run(on, terms()), run(on, terms()))
    for (const { difference, deviation } of Object.values(compared))
      expect([difference, deviation]).toEqual([0, 0])
  })

  it('a wider band hedges less, costs less and errs more', () => {
    const wide = terms({ band: { ...spoke.band, costRate: 0.01, fixedCost: 50 } })
    const { hedges, cost, error } = compare(run(on, terms()), run(on, wide))
    expect(hedges.difference).toBeLessThan(-3 * hedges.deviation)
    expect(cost.difference).toBeLessThan(-3 * cost.deviation)
    expect(error.difference).toBeGreaterThan(0)
  })

  it('higher maintenance calls more', () => {
    const { calls } = compare(run(on, terms()), run(on, terms({}, { maintenance: 5 })))
    expect(calls.new).toBeGreaterThan(calls.old)
  })

  it('a hedge errs far less than none', () => {
    const none = terms({ band: { ...spoke.band, cap: 1_000, floor: 1_000, capShare: 100 } })
    const { error } = compare(run(on, none), run(on, terms()))
    expect(error.new).toBeLessThan(error.old / 2)
  })

  it('knows the figures of paths by hand', () => {
    const outcome = (gain: number, cost: number): BookOutcome => ({
      gain,
      cost,
      turnover: 1,
      hedges: 2,
      outside: 0.5,
      calls: 0,
    })
    const { error, cvar, cost } = compare([outcome(1, 1), outcome(-1, 3)], [outcome(2, 1), outcome(-2, 1)])
    expect(error).toMatchObject({ old: 1, new: 2, difference: 1 })
    expect(cvar).toMatchObject({ old: 1, new: 2 })
    // Differences 0 and -2: their mean has a standard error of 1.
    expect(cost).toMatchObject({ old: 2, new: 1, difference: -1, deviation: 1 })
    expect(together([[outcome(1, 1)], [outcome(2, 3)]])).toEqual([
      { gain: 3, cost: 4, turnover: 2, hedges: 4, outside: 0.5, calls: 0 },
    ])
  })
})
