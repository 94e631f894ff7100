import { expect, it } from 'vitest'
import { campaign } from './campaign.ts'
import { shown } from './chain.ts'
import { broken } from './tally.ts'

it('P13: contracts, columns and the reference of 50 digits agree within what they promise, and nothing reverts', async () => {
  const measures = await campaign({ seed: 20_260_101n, points: 3_000 })
  expect(measures.length).toBeGreaterThan(30)
  for (const measure of measures) expect(broken(measure), shown(measure)).toBe(false)
})
