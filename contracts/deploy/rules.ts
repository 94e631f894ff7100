import { readFileSync } from 'node:fs'
import { type Address, encodeFunctionData, type Hex, numberToHex } from 'viem'
import { artifact } from '../artifact.ts'
import type { DeployChain } from './chain.ts'
import type { GovernedCall } from './timelock.ts'

/** One field of a governed struct as contracts/risk/parameters.json has it; amounts in the field's own unit. */
export type FieldRule = {
  readonly name: string
  readonly unit: string
  readonly about: string
  readonly min: string
  readonly max: string
  readonly step: string
  readonly drift: string
  readonly cooldown: number
  readonly window: number
  readonly relative: boolean
  readonly risk: 'none' | 'up' | 'down'
  /** Which way it loosens a spoke, so that the spoke makes it wait; missing: it follows the hub at once. */
  readonly loosens?: 'up' | 'down'
  readonly guardianLimit: string
  readonly ramp: number
}

export type FamilyRules = {
  /** Member of the enum Family; its place in the table is its number. */
  readonly family: string
  readonly name: string
  readonly scope: readonly ('market' | 'spoke' | 'venue')[]
  readonly fields: readonly FieldRule[]
}

const DIRECTIONS = ['none', 'up', 'down']

/** The table of bounds, steps, cooldowns, drifts and directions, family by family. */
export function ruleTable(): readonly FamilyRules[] {
  const text = readFileSync(new URL('../risk/parameters.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { families: readonly FamilyRules[] }).families
}

/** The calls that make ParameterRules follow the table. */
export function ruleCalls(chain: DeployChain, parameterRules: Address): readonly GovernedCall[] {
  const { abi } = artifact('ParameterRules')
  return ruleTable().map(({ name, fields }, family) => {
    const rules = fields.map(ruleOf)
    return {
      label: `rules of ${name}`,
      target: parameterRules,
      data: encodeFunctionData({ abi, functionName: 'setRules', args: [family, rules] }),
      done: async () => {
        const set = await chain.client.readContract({
          address: parameterRules,
          abi,
          functionName: 'rulesOf',
          args: [family],
        })
        return encoded(family, set) === encoded(family, rules)
      },
    }
  })
}

/** The batch that sets a family of a market whose fields are all zero. */
export function firstValues(
  family: string,
  market: number,
  terms: Readonly<Record<string, bigint | number>>,
): readonly {
  readonly key: Hex
  readonly value: bigint
  readonly expected: bigint
  readonly tolerance: bigint
}[] {
  const number = ruleTable().findIndex(({ name }) => name === family)
  return (ruleTable()[number]?.fields ?? []).map(({ name }, field) => {
    const key = (BigInt(number) << 248n) | (BigInt(field) << 240n) | (BigInt(market) << 208n)
    const value = BigInt(terms[name] ?? 0)
    return { key: numberToHex(key, { size: 32 }), value, expected: 0n, tolerance: 0n }
  })
}

type RuleInput = ReturnType<typeof ruleOf>

function ruleOf(field: FieldRule) {
  return {
    min: BigInt(field.min),
    max: BigInt(field.max),
    guardianLimit: BigInt(field.guardianLimit),
    step: BigInt(field.step),
    drift: BigInt(field.drift),
    cooldown: field.cooldown,
    window: field.window,
    ramp: field.ramp,
    relative: field.relative,
    risk: DIRECTIONS.indexOf(field.risk),
    frozen: false,
  }
}

function encoded(family: number, rules: readonly RuleInput[]): string {
  const { abi } = artifact('ParameterRules')
  return encodeFunctionData({ abi, functionName: 'setRules', args: [family, rules] })
}
