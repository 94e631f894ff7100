import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { gammaVectors } from './gamma-cases.ts'

it('keeps the vectors that GammaVectors.t.sol reads in step with quant', () => {
  const stored = readFileSync(new URL('gamma.json', import.meta.url), 'utf8')
  expect(JSON.parse(stored)).toEqual(JSON.parse(gammaVectors()))
})
