import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ETH_LIKE, simulatedPath } from '../../relayer/localnet/market/simulated.ts'
import {
  bandFloorOf,
  clipOf,
  costRateOf,
  fixedCostOf,
  gammaTerms,
  spokeMarketTerms,
  wad,
} from '../../relayer/localnet/setup/terms.ts'
import { TOPOLOGY } from '../../relayer/localnet/setup/topology.ts'
import { band } from '../../relayer/src/quant/horizon-band.ts'
import { listVolFactor } from '../../relayer/src/quant/list-vol-factor.ts'
import { optionSheet } from '../../relayer/src/quant/option-sheet.ts'
import { listTarget } from '../../relayer/src/quant/target.ts'
import { shortGammaLimit } from '../../relayer/src/quant/trade-size.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/localnet.md'), 'utf8')
const gas = JSON.parse(readFileSync(join(import.meta.dirname, '../golden/gas/spoke.json'), 'utf8')) as Record<
  string,
  string
>

describe('the worked example of λ, k and A', () => {
  it('has the costs of the page', () => {
    const costs = TOPOLOGY.map(({ name, pools }) => [name, (1e4 * costRateOf(pools)).toFixed(2)])
    expect(costs).toEqual([
      ['hub', '6.04'],
      ['spoke-a', '6.39'],
      ['spoke-b', '7.78'],
    ])
    for (const [name, cost] of costs)
      expect(page).toMatch(new RegExp(`\\| ${name} \\|.*\\| ${cost} bp \\| 0\\.159 \\|`))
    expect(fixedCostOf(ETH_LIKE.firstPrice)).toBeCloseTo(0.159, 12)
  })

  it('has the floors of the page', () => {
    for (const { name, pools } of TOPOLOGY) {
      const floor = bandFloorOf(pools, 3_000)
      expect(page).toMatch(new RegExp(`\\| ${name} \\|.*\\| ${floor.toFixed(3)} \\|`))
      expect(bandFloorOf(pools, 1_500)).toBeCloseTo(floor, 12)
    }
  })

  it('has the clips and the limit of short gamma of the page', () => {
    const { initialVol } = simulatedPath(1)
    const clips = TOPOLOGY.map(({ pools }) => clipOf(pools, initialVol))
    expect(clips).toEqual([wad(9), wad(5.5), wad(6.25)])
    expect(page).toContain('9, 5.5 and 6.25')
    expect(spokeMarketTerms(TOPOLOGY[0]!.pools, 3_000, initialVol).limits.interval).toBe(48)
    const { depth, maxRatio } = gammaTerms(
      TOPOLOGY.flatMap(({ pools }) => pools),
      3_000,
    )
    expect([depth, maxRatio]).toEqual([wad(2_490_000), wad(0.1)])
    expect(page).toContain('0.1 · 830 / (3000 · 1 %) = 2.77')
    expect(shortGammaLimit(3_000, 830, 0.1)).toBeCloseTo(2.77, 2)
  })

  it('takes the gas of a hedge from its measured figure', () => {
    expect(Math.abs(Number(gas['hedge, whole spoke with price update']) - 530_000) / 530_000).toBeLessThan(
      0.1,
    )
  })

  it('has the band of the page', () => {
    const { initialVol, start } = simulatedPath(1)
    expect(initialVol).toBeCloseTo(0.6618, 4)
    const terms = { window: 900, instants: 15 }
    const { pools } = TOPOLOGY[1]!
    const riskAversion = 10 / 48_174
    const sheetAt = (vol: number) =>
      optionSheet([{ strike: 3_000, expiry: start + 30 * 86_400, vol, carry: 0, size: -100, put: false }])
    const factor = listVolFactor(sheetAt(initialVol), { spot: 3_000, time: start }, terms, {
      costRate: costRateOf(pools),
      riskAversion,
    })
    expect(factor).toBeCloseTo(1.0197, 4)
    const { target, gamma, variance } = listTarget(sheetAt(initialVol * factor), 3_000, start, terms)
    expect(target).toBeCloseTo(53.85, 2)
    expect(gamma).toBeCloseTo(0.0684, 4)
    expect(variance).toBeCloseTo(0.0374, 4)
    const limits = {
      costRate: costRateOf(pools),
      fixedCost: fixedCostOf(3_000),
      floor: bandFloorOf(pools, 3_000),
      cap: 100,
      capShare: 0.25,
    }
    const { outer, inner } = band(limits, { riskAversion, gamma, spot: 3_000, variance }, 81)
    expect(outer).toBeCloseTo(4.98, 2)
    expect(inner).toBeCloseTo(3.24, 2)
    expect(page).toContain('a = 4.98, b = 3.24')
    expect(page).toContain('γ = 10 / 48,174 = 0.00020758')
  })
})
