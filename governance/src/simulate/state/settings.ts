import type { ContractName } from '@gimbal/contracts'
import { ruleTable } from '@gimbal/contracts/deploy'
import { type Hex, isAddressEqual } from 'viem'
import type { Context } from '../../actions/call.ts'
import { read, type Site } from '../../network/network.ts'

/** What governance decides beside the governed numbers, by a name such as `GimbalTimelock.delays.value`. */
export type Settings = ReadonlyMap<string, string>

export type MovedSetting = {
  readonly chain: string
  readonly name: string
  readonly old?: string
  readonly value?: string
}

/** Where ERC-1967 proxies keep the address of their code. */
const IMPLEMENTATION: Hex = '0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc'

type View = readonly [contract: ContractName, functionName: string, args?: readonly unknown[]]

const OF_HUB: readonly View[] = [
  ...(['votingDelay', 'votingPeriod', 'proposalThreshold', 'lateQuorumVoteExtension'] as const).map(
    (name): View => ['GimbalGovernor', name],
  ),
  ['GimbalGovernor', 'quorumNumerator'],
  ['GimbalGovernor', 'proposalGuardian'],
  ['GimbalTimelock', 'delays'],
  ['GimbalTimelock', 'floors'],
  ...ruleTable().map(({ name }, family): View => ['ParameterRules', 'rulesOf', [family, name]]),
]

const OF_SITE: readonly View[] = [
  ['HedgeTransport', 'quorum'],
  ['HedgeTransport', 'gateways'],
]

/** Reads them on every chain; keys begin with the chain. */
export async function readSettings({ network, names }: Context): Promise<Settings> {
  const { hub, sites } = network
  const ofMarkets = names.markets.flatMap(({ id }): readonly View[] => [
    ['RiskParameters', 'scenarios', [id]],
    ['GammaLimit', 'termsOf', [id]],
  ])
  const found = await Promise.all([
    ...[...OF_HUB, ...ofMarkets].map((view) => readView(hub, view)),
    ...sites.flatMap((site) => OF_SITE.map((view) => readView(site, view))),
    ...sites.map(readCode),
  ])
  return new Map(found.flat())
}

export function movedSettings(before: Settings, after: Settings): readonly MovedSetting[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((key) => before.get(key) !== after.get(key))
    .toSorted()
    .map((key) => {
      const [chain = '', name = ''] = key.split(': ')
      const [old, value] = [before.get(key), after.get(key)]
      return { chain, name, ...(old === undefined ? {} : { old }), ...(value === undefined ? {} : { value }) }
    })
}

async function readView(
  site: Site,
  [contract, functionName, args = []]: View,
): Promise<readonly [string, string][]> {
  const label = functionName === 'rulesOf' ? `rules of ${String(args[1])}` : functionName
  const answer = await read<unknown>(site, contract, functionName, args.slice(0, 1))
  const name = args.length === 1 ? `${label}(${String(args[0])})` : label
  return leaves(answer, `${site.deployment.name}: ${contract}.${name}`)
}

/** The code behind every proxy. */
async function readCode(site: Site): Promise<readonly [string, string][]> {
  const { deployment, client } = site
  const found = await Promise.all(
    Object.entries(deployment.contracts).map(async ([name, address]): Promise<[string, string][]> => {
      const slot = await client.getStorageAt({ address, slot: IMPLEMENTATION })
      const code: Hex = `0x${(slot ?? '').slice(-40)}`
      if (slot === undefined || BigInt(slot) === 0n || isAddressEqual(code, address)) return []
      return [[`${deployment.name}: ${name}.implementation`, code]]
    }),
  )
  return found.flat()
}

/** Values within an answer, each with its path. */
function leaves(value: unknown, path: string): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[path, String(value)]]
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`))
}
