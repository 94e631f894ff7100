import { describe, expect, it } from 'vitest'
import { runSteps, type Step, type StepResult } from './step.ts'

const clean: Step = { name: 'clean', run: async () => [] }
const dirty: Step = { name: 'dirty', run: async () => ['a.ts: wrong'] }
const broken: Step = { name: 'broken', run: async () => Promise.reject(new Error('no such tool')) }

describe('runSteps', () => {
  it('runs every step although one finds something and one breaks', async () => {
    const told: StepResult[] = []
    const results = await runSteps([broken, dirty, clean], 2, (result) => told.push(result))
    expect(results.map(({ name }) => name).toSorted()).toEqual(['broken', 'clean', 'dirty'])
    expect(told).toEqual(results)
    expect(results.find(({ name }) => name === 'clean')?.findings).toEqual([])
    expect(results.find(({ name }) => name === 'dirty')?.findings).toEqual(['a.ts: wrong'])
    expect(results.find(({ name }) => name === 'broken')?.findings[0]).toContain('no such tool')
  })
})
