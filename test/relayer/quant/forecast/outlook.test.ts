import { describe, expect, it } from 'vitest'
import { QuantInputError } from '../../../../relayer/src/quant/columns/input-error.ts'
import { type Days, fitOutlook, totalAhead } from '../../../../relayer/src/quant/forecast/index.ts'
import { randomStream } from '../../../../relayer/src/random.ts'

const DAY = 86_400

/** Days whose log variance is a slow AR(1) around 4 % a day. */
function days(count: number, seed = 1): Days {
  const random = randomStream(seed, 'days')
  const columns = {
    start: [] as number[],
    variance: [] as number[],
    range: [] as number[],
    change: [] as number[],
  }
  let log = Math.log(0.0016)
  for (let day = 0; day < count; day++) {
    log += 0.1 * (Math.log(0.0016) - log) + 0.2 * random.normal()
    const variance = Math.exp(log)
    columns.start.push(day * DAY)
    columns.variance.push(variance)
    columns.range.push(variance * Math.exp(0.1 * random.normal()))
    columns.change.push(Math.sqrt(variance) * random.normal())
  }
  return {
    start: Float64Array.from(columns.start),
    variance: Float64Array.from(columns.variance),
    range: Float64Array.from(columns.range),
    change: Float64Array.from(columns.change),
  }
}

describe('the variance to come', () => {
  it.each([
    [400, 'log-HAR, all terms'],
    [240, 'log-HAR, all terms'],
    [239, 'log-HAR'],
    [150, 'log-HAR'],
    [149, 'HAR'],
    [100, 'HAR'],
    [99, 'EWMA'],
    [30, 'EWMA'],
    [29, 'prior'],
    [0, 'prior'],
  ])('is forecast from %i days by %s', (count, model) => {
    const known = days(count)
    const outlook = fitOutlook(known, 0.0016)
    const term = outlook.term(known, count)
    expect([outlook.model, term.model]).toEqual([model, model])
    expect(term.nodes.map(({ days: ahead }) => ahead)).toEqual([1, 2, 4, 7, 14, 21, 30])
    let before = 0
    for (const { total } of term.nodes) {
      expect(total).toBeGreaterThan(0)
      expect(total).toBeGreaterThanOrEqual(before)
      before = total
    }
  })

  it('needs thirty days or a prior', () => {
    expect(() => fitOutlook(days(29))).toThrow(QuantInputError)
    expect(() => fitOutlook(days(29), Number.NaN)).toThrow(QuantInputError)
  })

  it('moves from the prior to what was seen', () => {
    const known = days(29)
    const seen = known.variance.reduce((sum, value) => sum + value, 0) / 29
    expect(fitOutlook(known, 0.01).term(known, 0).nodes[0]!.total).toBeCloseTo(0.01, 12)
    expect(fitOutlook(known, 0.01).term(known, 29).nodes[0]!.total).toBeCloseTo((0.1 + 29 * seen) / 39, 12)
  })

  it('is worth more than the mean of the past, a day and a week ahead', () => {
    const known = days(1_200)
    for (const horizon of [1, 7]) {
      let [error, naive, count] = [0, 0, 0]
      for (let at = 760; at + horizon <= 1_200; at += 10) {
        const past: Days = {
          start: known.start.subarray(0, at),
          variance: known.variance.subarray(0, at),
          range: known.range.subarray(0, at),
          change: known.change.subarray(0, at),
        }
        const forecast = totalAhead(fitOutlook(past).term(past, at), horizon)
        let [came, mean] = [0, 0]
        for (let i = at; i < at + horizon; i++) came += known.variance[i]!
        for (let i = 0; i < at; i++) mean += (horizon * known.variance[i]!) / at
        error += Math.log(forecast / came) ** 2
        naive += Math.log(mean / came) ** 2
        count += 1
      }
      expect(error / count).toBeLessThan(naive / count)
    }
  })

  it('stays within what was seen', () => {
    const known = days(400)
    const wild = Float64Array.from(known.variance)
    wild.fill(5, 395)
    const term = fitOutlook(known).term({ ...known, variance: wild, range: wild }, 400)
    expect(term.nodes[0]!.total).toBeLessThanOrEqual(known.variance.reduce((a, b) => Math.max(a, b)))
  })
})

describe('total variance', () => {
  const term = {
    model: 'EWMA',
    nodes: [
      { days: 1, total: 2 },
      { days: 3, total: 3 },
    ],
  } as const

  it('is linear between horizons, and goes on beyond them at the last mean', () => {
    expect([0.5, 1, 2, 3, 6].map((ahead) => totalAhead(term, ahead))).toEqual([1, 2, 2.5, 3, 6])
  })
})
