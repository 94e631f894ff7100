import { describe, expect, it } from 'vitest'
import { runBatch } from './batch.ts'
import { compare } from './compare.ts'
import { readOptions } from './options.ts'
import { CELLS } from './setting.ts'
import { SUBJECTS } from './subject.ts'
import { frontierSvg } from './svg.ts'
import { RIVALS, trialsOf } from './trials.ts'

const cells = CELLS.filter(
  ({ costRate, fixedCost }) => costRate === 0.002 && (fixedCost === 0 || fixedCost === 0.003),
)
const trials = trialsOf(SUBJECTS.call).filter((trial) => cells.some((cell) => trial.cells.includes(cell)))
const report = compare(
  SUBJECTS.call,
  trials,
  [1, 2, 3, 4].map((seed) => runBatch({ subject: 'call', model: 'GBM', seed, paths: 150 }, trials)),
  cells,
)

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

  it('gives the same figures for the same seed and others for another', () => {
    const some = trials.slice(0, 3)
    const once = runBatch({ subject: 'call', model: 'Heston', seed: 9, paths: 5 }, some)
    expect(runBatch({ subject: 'call', model: 'Heston', seed: 9, paths: 5 }, some)).toEqual(once)
    expect(runBatch({ subject: 'call', model: 'Heston', seed: 10, paths: 5 }, some)).not.toEqual(once)
  })

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
