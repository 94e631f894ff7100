import { iGammaLimitAbi, iRiskParametersAbi, iVolSurfaceAbi } from '@gimbal/contracts'
import type { Abi, AbiParameter } from 'viem'
import { describe, expect, it } from 'vitest'
import { ruleTable } from '../../contracts/deploy/rules.ts'

/** The view of IRiskParameters that reads a family whole. */
const VIEWS: Readonly<Record<string, string>> = {
  oracle: 'oracleTerms',
  settlement: 'settlementTerms',
  mandate: 'mandateTerms',
  venue: 'venues',
  exit: 'exitTerms',
  gamma: 'termsOf',
  surface: 'termsOf',
}

/** Those that live where they are used. */
const KEEPERS: Readonly<Record<string, Abi>> = { gamma: iGammaLimitAbi, surface: iVolSurfaceAbi }

function componentsOf(family: string): readonly AbiParameter[] {
  const view = VIEWS[family] ?? family
  const abi = KEEPERS[family] ?? iRiskParametersAbi
  const item = abi.find((entry) => entry.type === 'function' && entry.name === view)
  const [output] = (item as { outputs: readonly (AbiParameter & { components: readonly AbiParameter[] })[] })
    .outputs
  return output?.components ?? []
}

function widthOf(type: string): bigint {
  if (type === 'address') return 160n
  return BigInt(/^uint(\d+)$/.exec(type)?.[1] ?? 0)
}

describe('the table of governed numbers', () => {
  it('has the families in the order of the enum', () => {
    expect(ruleTable().map(({ family }) => family)).toEqual([
      'HEDGE_BAND',
      'HEDGE_LIMITS',
      'ORACLE',
      'SETTLEMENT',
      'SPOKE',
      'THRESHOLDS',
      'MANDATE',
      'VENUE',
      'LIQUIDITY',
      'EXIT',
      'GAMMA',
      'SURFACE',
    ])
  })

  it.each(ruleTable().map((family) => [family.name, family] as const))(
    'names every field of %s in its order, within its width',
    (name, { fields }) => {
      const components = componentsOf(name)
      expect(fields.map((field) => field.name)).toEqual(components.map((component) => component.name))
      fields.forEach((field, i) => {
        const limit = (1n << widthOf(components[i]?.type ?? '')) - 1n
        expect(BigInt(field.max), field.name).toBeLessThanOrEqual(limit)
        expect(BigInt(field.min), field.name).toBeLessThanOrEqual(BigInt(field.max))
      })
    },
  )

  it('P7: gives no guardian a field without a direction of risk', () => {
    for (const { fields } of ruleTable()) {
      for (const { name, risk, guardianLimit } of fields) {
        if (risk === 'none') expect(guardianLimit, name).toBe('0')
      }
    }
  })
})
