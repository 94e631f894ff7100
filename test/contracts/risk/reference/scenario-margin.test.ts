import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { vectors } from './cases.ts'
import { shockedVol, solvency } from './scenario-margin.ts'

it('keeps the vectors that MarginModel.t.sol reads in step with the reference', () => {
  const stored = readFileSync(new URL('scenario-margin.json', import.meta.url), 'utf8')
  expect(JSON.parse(stored)).toEqual(JSON.parse(vectors()))
})

it('shocks vol by the power law of MATH', () => {
  expect(shockedVol(0.6, 30, 1)).toBeCloseTo(0.9, 12)
  expect(shockedVol(0.6, 30, -1)).toBeCloseTo(0.45, 12)
  expect(shockedVol(0.6, 7, 1)).toBeCloseTo(0.6 * (1 + 0.5 * (30 / 7) ** 0.3), 12)
  expect(shockedVol(0.2, 30, 1)).toBe(0.5)
})

it('asks nothing for a book of nothing', () => {
  expect(solvency(3000, [], [])).toEqual({ mark: 0, loss: 0, liability: 0 })
})
