import { erc20Abi, type Hex, type PublicClient, zeroAddress } from 'viem'
import type { Context } from '../../actions/call.ts'
import { governedSites, type Network, read, type Site } from '../../network/network.ts'
import type { Governed } from './values.ts'

/** A rule of the protocol held against the state, by its number. */
export type RuleState = {
  readonly rule: string
  readonly what: string
  readonly holds: boolean
  readonly figures: string
}

type Struct = Readonly<Record<string, bigint | number>>

const ADMIN = 0n

/** Every rule that a state can be held against. */
export async function checkRules(
  { network, names }: Context,
  governed: ReadonlyMap<string, Governed>,
): Promise<readonly RuleState[]> {
  const { hub } = network
  const sites = await governedSites(network)
  const found = await Promise.all([
    tokensOfHub(hub),
    ...sites.map(tokensOfSpoke),
    ...sites.map((site) => quorumOf(site)),
    ...sites.map((site) => wayOut(network, site)),
    timelockIsAdmin(hub),
    ...sites.map((site) => digestOf(hub, site)),
    ...names.markets.map(({ id, name }) => crossRules(hub, id, name)),
  ])
  return [...found.flat(), withinBounds(governed)]
}

/** P14 and P5: what may be withdrawn is there, and everything accounted is. */
async function tokensOfHub(hub: Site): Promise<readonly RuleState[]> {
  const books = hub.deployment.contracts.Books ?? zeroAddress
  const [balance, accounted, [cash, debt, queued]] = await Promise.all([
    balanceOf(hub.client, hub.deployment.tokens.quote, books),
    read<bigint>(hub, 'Books', 'accounted'),
    read<readonly [bigint, bigint, bigint]>(hub, 'Books', 'totals'),
  ])
  return [
    rule(
      'P5',
      'tokens on the hub cover what is accounted',
      balance >= accounted,
      `${balance} of ${accounted}`,
    ),
    rule(
      'P14',
      'cash less debt and what is queued never exceed tokens of the hub',
      balance >= cash - debt + queued,
      `${balance} of ${cash - debt + queued}`,
    ),
  ]
}

async function tokensOfSpoke(site: Site): Promise<readonly RuleState[]> {
  const { name, tokens, contracts } = site.deployment
  const vault = contracts.SpokeVault ?? zeroAddress
  const [[base, quote], hasBase, hasQuote] = await Promise.all([
    read<readonly [bigint, bigint]>(site, 'SpokeVault', 'accounted'),
    balanceOf(site.client, tokens.base, vault),
    balanceOf(site.client, tokens.quote, vault),
  ])
  return [
    rule(
      'P5',
      `tokens on ${name} cover what is accounted`,
      hasBase >= base && hasQuote >= quote,
      `base ${hasBase} of ${base}, quote ${hasQuote} of ${quote}`,
    ),
  ]
}

function withinBounds(governed: ReadonlyMap<string, Governed>): RuleState {
  const outside = [...governed.values()].filter(({ value, rule: { min, max } }) => value < min || value > max)
  const names = outside.map(({ field }) => `${field.familyName}.${field.name}`)
  const figures = outside.length === 0 ? `${governed.size} values` : names.join(', ')
  return rule('P8', 'every governed number is within its bounds', outside.length === 0, figures)
}

async function quorumOf(site: Site): Promise<readonly RuleState[]> {
  const [k, n] = await read<readonly [number, bigint]>(site, 'HedgeTransport', 'quorum')
  return [
    rule(
      'P10',
      `fewer than k families decide nothing on ${site.deployment.name}, and one may be silent`,
      k >= 2 && n >= BigInt(k) + 1n,
      `k = ${k}, n = ${n}`,
    ),
  ]
}

/** Nobody is upgraded who wants to leave. */
async function wayOut({ hub }: Network, { deployment }: Site): Promise<readonly RuleState[]> {
  const spoke = [BigInt(deployment.chainId)]
  const [terms, exit, { upgrade = 0n }] = await Promise.all([
    read<Struct>(hub, 'RiskParameters', 'spokeTerms', spoke),
    read<Struct>(hub, 'RiskParameters', 'exitTerms', spoke),
    read<Struct>(hub, 'GimbalTimelock', 'delays'),
  ])
  const parts = [terms.maxLease, terms.grace, terms.reportAge, exit.routeTime, exit.withdrawalWindow]
  const needs = parts.reduce((total: bigint, part) => total + BigInt(part ?? 0), 0n)
  return [
    rule(
      'P12',
      `upgrades wait until an owner could have left ${deployment.name}`,
      BigInt(upgrade) >= needs,
      `${upgrade} s of ${needs} s`,
    ),
  ]
}

async function timelockIsAdmin(hub: Site): Promise<readonly RuleState[]> {
  const timelock = hub.deployment.contracts.Timelock ?? zeroAddress
  const [isAdmin] = await read<readonly [boolean, number]>(hub, 'AccessManager', 'hasRole', [ADMIN, timelock])
  return [rule('P12', 'the Timelock is admin of roles and upgrades', isAdmin, timelock)]
}

async function digestOf(hub: Site, site: Site): Promise<readonly RuleState[]> {
  const spoke = [BigInt(site.deployment.chainId)]
  const [wanted, version, [applied, digest]] = await Promise.all([
    read<Hex>(hub, 'RiskParameters', 'digest', spoke),
    read<bigint>(hub, 'RiskParameters', 'version', spoke),
    read<readonly [bigint, Hex]>(site, 'SpokeControl', 'configVersion'),
  ])
  return [
    rule(
      'P4',
      `${site.deployment.name} works by the config that the hub has for it`,
      digest === wanted,
      `version ${applied} of ${version}`,
    ),
  ]
}

/** Rules between values, as the contracts check them on every change. */
async function crossRules(hub: Site, market: number, name: string): Promise<readonly RuleState[]> {
  const [oracle, settlement, thresholds, scenarios] = await Promise.all(
    ['oracleTerms', 'settlementTerms', 'thresholds', 'scenarios'].map((view) =>
      read<unknown>(hub, 'RiskParameters', view, [market]),
    ),
  )
  const args = [oracle, settlement, thresholds, scenarios]
  const holds = await read(hub, 'ParameterRules', 'requireMarket', args).then(
    () => true,
    () => false,
  )
  return [rule('P8', `rules between the values of ${name} hold`, holds, 'ParameterRules.requireMarket')]
}

function rule(number: string, what: string, holds: boolean, figures: string): RuleState {
  return { rule: number, what, holds, figures }
}

function balanceOf(client: PublicClient, token: Hex, holder: Hex): Promise<bigint> {
  return client.readContract({ address: token, abi: erc20Abi, functionName: 'balanceOf', args: [holder] })
}
