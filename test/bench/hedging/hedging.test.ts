import { describe, expect, it } from 'vitest'
import { costAt } from '../../../relayer/src/quant/hedging/frontier.ts'
import { join, moments } from '../../../relayer/src/quant/hedging/measures.ts'
import { simulatePaths } from '../../../relayer/src/quant/hedging/paths.ts'
import { gimbal } from '../../../relayer/src/quant/hedging/policies/two-threshold.ts'
import { whalleyWilmott } from '../../../relayer/src/quant/hedging/policies/whalley-wilmott.ts'
import type { Check } from '../../../relayer/src/quant/hedging/policy.ts'
import { markPaths, simulate } from '../../../relayer/src/quant/hedging/simulate.ts'
import { runBatch } from './batch.ts'
import { compare } from './compare.ts'
import { readOptions } from './options.ts'
import { CELLS, INTERVAL, MODELS, requirementOf, SPOT } from './setting.ts'
import { SUBJECTS } from './subject.ts'
import { frontierSvg } from './svg.ts'
import { tally, tallyLines } from './tally.ts'
import { RIVALS, trialsOf } from './trials.ts'

const cells = CELLS.filter(
  ({ costRate, fixedCost }) => costRate === 0.002 && (fixedCost === 0 || fixedCost === 0.003),
)
const trials = trialsOf(SUBJECTS.call).filter((trial) => cells.some((cell) => trial.cells.includes(cell)))
const SEEDS = [1, 2, 3, 4]
const results = SEEDS.map((seed) => runBatch({ subject: 'call', model: 'GBM', seed, paths: 150 }, trials))
const report = compare(SUBJECTS.call, trials, results, cells)

describe('the benchmark of hedging, in short', () => {
  it('asks for a requirement between the premium and a tenth of spot', () => {
    expect(SUBJECTS.call.requirement).toBeGreaterThan(4)
    expect(SUBJECTS.call.requirement).toBeLessThan(10)
  })

  it('keeps within 4 % of the better of Whalley-Wilmott and Zakamouline without gas', () => {
    for (const { ratios } of report[0]!.comparisons.slice(0, 2)) {
      const { 'Whalley-Wilmott': one, Zakamouline: other } = ratios.deviation
      expect(Math.min(one.ratio, other.ratio)).toBeGreaterThan(0.96)
    }
  })

  it('is cheaper than every rival with gas', () => {
    for (const { ratios } of report[1]!.comparisons.slice(0, 2)) {
      for (const rival of RIVALS) expect(ratios.deviation[rival].ratio, rival).toBeGreaterThan(1.08)
    }
  })

  it('trades risk for cost along its own frontier', () => {
    for (const { frontiers } of report) {
      const points = frontiers.Gimbal
      for (let i = 1; i < points.length; i++) {
        expect(points[i]!.cost).toBeGreaterThan(points[i - 1]!.cost)
        expect(points[i]!.deviation).toBeLessThan(points[i - 1]!.deviation)
      }
    }
  })

  it('fails a rule that ignores gas, whatever the error bar', () => {
    const { requirement } = SUBJECTS.call
    const impostors = trials.map((trial) =>
      trial.policy === 'Gimbal'
        ? { ...trial, make: () => whalleyWilmott(trial.cells[0]!.costRate, trial.width / requirement) }
        : trial,
    )
    const impostorsAlone = impostors.filter(({ policy }) => policy === 'Gimbal')
    const mixed = results.map((result, at) => {
      const own = runBatch({ subject: 'call', model: 'GBM', seed: SEEDS[at]!, paths: 150 }, impostorsAlone)
      let next = 0
      return result.map((moments, row) => (impostors[row]!.policy === 'Gimbal' ? own[next++]! : moments))
    })
    const { held, short } = tally(
      new Map([['GBM', compare(SUBJECTS.call, impostors, mixed, cells).slice(1)]]),
    )
    expect(held).toBe(0)
    expect(tallyLines({ comparisons: 6, held, outright: 0, short })).toContain('FAILS GBM, 20 bp, k = 0.003')
  }, 60_000)

  it('gives the same figures for the same seed and others for another', () => {
    const some = trials.slice(0, 3)
    const once = runBatch({ subject: 'call', model: 'Heston', seed: 9, paths: 5 }, some)
    expect(runBatch({ subject: 'call', model: 'Heston', seed: 9, paths: 5 }, some)).toEqual(once)
    expect(runBatch({ subject: 'call', model: 'Heston', seed: 10, paths: 5 }, some)).not.toEqual(once)
  })

  it('loses little by a requirement that moves and a body that is renewed at 5 %', () => {
    const { book, vol, steps, requirement } = SUBJECTS.call
    const marks = markPaths(
      book,
      simulatePaths({ model: MODELS.GBM(vol), count: 120, steps, interval: INTERVAL, spot: SPOT, seed: 3 }),
    )
    // margin asks for 0.3 % of spot besides, or the requirement of a book far from its strike would vanish
    const charge = 0.003
    const at = (aversion: number, moves: boolean) => {
      const terms = { costRate: 0.002, fixedCost: 0.003, riskAversion: aversion / requirement }
      const live = ({ spot, time }: Check) => aversion / (requirementOf(book, spot, time) + charge * spot)
      return join([moments(simulate(marks, gimbal(terms, 0.05, moves ? live : undefined)), terms)])
    }
    const moving = [0.8, 1.4, 2.4, 4].map((aversion) => at(aversion, true))
    const still = at(2, false)
    expect(costAt(moving, 'deviation', still.deviation) / still.cost).toBeLessThan(1.08)
  }, 60_000)

  it('draws every cell', () => {
    const svg = frontierSvg(new Map([['GBM', report]]))
    expect(svg.match(/<clipPath/g)).toHaveLength(2)
    expect(svg).not.toContain('NaN')
  })

  it('names an option that it cannot take', () => {
    expect(() => readOptions(['--paths', '1500'])).toThrow('--paths 1500')
    expect(() => readOptions(['--seed', 'x'])).toThrow('--seed x')
    expect(() => readOptions(['--path', '2000'])).toThrow('--path')
    expect(() => readOptions(['--book', 'cal'])).toThrow('--book cal')
    expect(readOptions([]).paths).toBe(20_000)
  })
})
