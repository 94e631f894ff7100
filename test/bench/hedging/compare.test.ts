import { describe, expect, it } from 'vitest'
import type { Moments } from '../../../relayer/src/quant/hedging/measures.ts'
import type { BatchResult } from './batch.ts'
import { compare } from './compare.ts'
import { AVERSIONS, type Cell } from './setting.ts'
import { SUBJECTS } from './subject.ts'
import { tally } from './tally.ts'
import { POLICIES, type PolicyName, type Trial } from './trials.ts'
import { verdict } from './verdict.ts'

type Point = readonly [cost: number, cvar: number]

/** Of no gas, where the optimal b/a is 1, and of gas that matters. */
const FREE: Cell = { costRate: 0.002, fixedCost: 0 }
const GAS: Cell = { costRate: 0.002, fixedCost: 0.003 }
/** Twice the cost for half the risk. */
const OWN: readonly Point[] = AVERSIONS.map((_, at) => [2 ** at, 2 ** -at])
/** No rival of this comes near. */
const FAR: readonly Point[] = OWN.map(([cost, cvar]) => [cost * 10, cvar])

/** What comparing these frontiers gives; the deviation is the CVaR. */
function comparing(cell: Cell, given: Partial<Record<PolicyName, readonly Point[]>>, noise = 0) {
  const points = POLICIES.flatMap((policy) =>
    (given[policy] ?? (policy === 'Gimbal' ? OWN : FAR)).map((point, at) => ({ policy, at, point })),
  )
  const trials = points.map(
    ({ policy, at }): Trial => ({
      policy,
      width: AVERSIONS[at]!,
      cells: [cell],
      make: () => ({ start() {}, next: (held) => held }),
    }),
  )
  const batch = (sign: number): BatchResult =>
    points.map(({ policy, point: [cost, cvar] }): readonly Moments[] => {
      const paid = policy === 'Gimbal' ? cost : cost * (1 + sign * noise)
      return [{ cost: paid, mean: 0, square: cvar ** 2, cvar }]
    })
  const [report] = compare(SUBJECTS.call, trials, [-1, 1, -1, 1].map(batch), [cell])
  return report!
}

/** The point of the second aversion that is compared. */
const MIDDLE = OWN[4]!

describe('policies compared on their efficient frontiers', () => {
  it('reads a rival between its widths', () => {
    const rival: readonly Point[] = OWN.map(([cost, cvar]) => [cost * 1.5, cvar * 1.1])
    const { ratios } = comparing(GAS, { 'band to edge': rival }).comparisons[1]!
    expect(ratios.cvar['band to edge'].ratio).toBeCloseTo(1.5 * 1.1, 9)
    expect(ratios.cvar['band to edge']).toMatchObject({ beyond: undefined, level: MIDDLE[1] })
  })

  it('charges no policy, the rule included, for a width that costs more and leaves more risk', () => {
    const own = OWN.with(4, [MIDDLE[0] * 1.3, OWN[3]![1] * 1.01])
    const { ratios, least } = comparing(GAS, { Gimbal: own, 'band to edge': FAR }).comparisons[1]!
    expect(least.cvar).toBeLessThan(OWN[3]![0])
    expect(ratios.cvar['band to edge'].ratio).toBeGreaterThan(9.9)
    const rival = FAR.with(4, [MIDDLE[0] * 11, OWN[3]![1] * 1.01])
    const other = comparing(GAS, { 'band to edge': rival }).comparisons[1]!.ratios.cvar['band to edge']
    expect(other.ratio).toBeCloseTo(10, 9)
  })

  it('compares a rival that never reaches a risk at the least risk that it has', () => {
    const saturated: readonly Point[] = OWN.slice(0, 4).map(([cost, cvar]) => [cost * 0.97, cvar])
    const report = comparing(FREE, { Zakamouline: saturated })
    const { Zakamouline } = report.comparisons[2]!.ratios.cvar
    expect(Zakamouline).toMatchObject({ beyond: 'least', level: OWN[3]![1] })
    expect(Zakamouline.ratio).toBeCloseTo(0.97, 9)
    expect(verdict(report, report.comparisons[2]!, 'cvar')).toMatchObject({
      rival: 'Zakamouline',
      holds: false,
    })
  })

  it('compares a rival that is never so risky at the most risk that it has', () => {
    const timid: readonly Point[] = OWN.slice(3).map(([cost, cvar]) => [cost * 0.5, cvar])
    const { Leland } = comparing(GAS, { Leland: timid }).comparisons[0]!.ratios.cvar
    expect(Leland).toMatchObject({ beyond: 'largest', level: OWN[3]![1] })
    expect(Leland.ratio).toBeCloseTo(0.5, 9)
  })

  it('does not call a rival beaten that it cannot be compared with', () => {
    const safer: readonly Point[] = [[1_000, OWN.at(-1)![1] / 2]]
    const report = comparing(GAS, { Leland: safer })
    expect(report.comparisons[0]!.ratios.cvar.Leland.ratio).toBeNaN()
    expect(verdict(report, report.comparisons[0]!, 'cvar').holds).toBe(false)
  })

  it('lets an error bar excuse a little and no more', () => {
    const nearly: readonly Point[] = OWN.map(([cost, cvar]) => [cost * 1.08, cvar])
    const judged = (rival: readonly Point[], noise: number) =>
      tally(new Map([['one', [comparing(GAS, { 'band to edge': rival }, noise)]]]))
    expect(judged(nearly, 0)).toMatchObject({ comparisons: 6, held: 0, outright: 0 })
    expect(judged(nearly, 0.05)).toMatchObject({ held: 6, outright: 0 })
    expect(judged(OWN, 0.5)).toMatchObject({ held: 0, outright: 0 })
    expect(judged(FAR, 0)).toMatchObject({ held: 6, outright: 6, short: [] })
  })
})
