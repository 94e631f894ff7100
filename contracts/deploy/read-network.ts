import { readFileSync } from 'node:fs'
import { isAddress, isHex } from 'viem'
import { DeployError } from './errors.ts'
import type { DaoInput, NetworkInput, UpdatersInput } from './network.ts'

/** Numbers in a network file that are too long for JSON: whole ones, or with a decimal point in units of 1e18. */
const WHOLE = /^-?\d+$/
const DECIMAL = /^-?\d+\.\d+$/
const WAD_DIGITS = 18

/**
 * Reads a network file: JSON of the shape of `NetworkInput`. Numbers of contracts are strings: "250000000" as it stands,
 * "0.01" in 18-decimal fixed point. `${NAME}` in an RPC address is taken from the environment.
 *
 * @throws DeployError that names the field
 */
export function readNetwork(file: string, env: NodeJS.ProcessEnv = process.env): NetworkInput {
  let raw: unknown
  try {
    raw = JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new DeployError(
      `The network file ${file} cannot be read.`,
      'Give a JSON file; see networks/example.json.',
      cause,
    )
  }
  const network = revive(raw) as NetworkInput
  for (const problem of problemsOf(network)) {
    throw new DeployError(`${file}: ${problem}.`, 'Compare with contracts/deploy/networks/example.json.')
  }
  return {
    ...network,
    chains: network.chains.map((chain) => ({
      ...chain,
      rpcUrl: chain.rpcUrl.replace(/\$\{(\w+)\}/g, (_, name: string) => {
        const value = env[name]
        if (value !== undefined) return value
        throw new DeployError(`${file} wants ${name} in the RPC address of ${chain.name}.`, `Set ${name}.`)
      }),
    })) as unknown as NetworkInput['chains'],
  }
}

function revive(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revive)
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, revive(item)]))
  }
  if (typeof value !== 'string') return value
  if (WHOLE.test(value)) return BigInt(value)
  if (DECIMAL.test(value)) {
    const [whole, fraction] = value.split('.') as [string, string]
    return BigInt(whole + fraction.slice(0, WAD_DIGITS).padEnd(WAD_DIGITS, '0'))
  }
  return value
}

/** What is wrong, each with the path of its field. */
function* problemsOf(network: NetworkInput): Generator<string, void> {
  if (!Array.isArray(network.chains) || network.chains.length === 0) {
    yield 'chains: at least the hub is needed'
    return
  }
  for (const [at, chain] of network.chains.entries()) {
    const path = `chains[${at}]`
    if (!Number.isInteger(chain.id)) yield `${path}.id: not a chain id`
    if (typeof chain.name !== 'string') yield `${path}.name: missing`
    if (typeof chain.rpcUrl !== 'string') yield `${path}.rpcUrl: missing`
    yield* addresses(chain.tokens, ['base', ...(at === 0 ? ['quote'] : [])], `${path}.tokens`)
    yield* addresses(chain.oracle, ['basePush', 'quotePush', 'pull'], `${path}.oracle`)
    for (const id of ['basePullId', 'quotePullId'] as const) {
      const value = chain.oracle?.[id]
      if (!isHex(value) || value.length !== 66) yield `${path}.oracle.${id}: not 32 bytes`
    }
    if (!Array.isArray(chain.pools)) yield `${path}.pools: missing`
    for (const [index, pool] of (chain.pools ?? []).entries())
      yield* addresses(pool, ['pool'], `${path}.pools[${index}]`)
    for (const part of ['terms', 'exit', 'market'] as const) {
      if (typeof chain[part] !== 'object') yield `${path}.${part}: missing`
    }
  }
  if (typeof network.market !== 'object') yield 'market: missing'
  if (!Array.isArray(network.families) || network.families.length <= network.quorum) {
    yield 'families: one more than the quorum is needed, so that one may be silent'
  }
  if (!Number.isInteger(network.timelockDelay)) yield 'timelockDelay: not a number of seconds'
  yield* daoProblems(network.dao)
  yield* addresses(network.remote, ['guardian', 'recovery'], 'remote')
  if (typeof network.remote?.terms !== 'object') yield 'remote.terms: missing'
  yield* exitProblems(network)
  yield* addresses(network.keys, ['relayer', 'guardian', 'council'], 'keys')
  yield* updaterProblems(network.updaters)
}

function* daoProblems(dao: DaoInput | undefined): Generator<string, void> {
  for (const part of ['settings', 'floors', 'steward', 'stops', 'delays', 'delayFloors'] as const) {
    if (typeof dao?.[part] !== 'object') {
      yield `dao.${part}: missing`
      return
    }
  }
  yield* addresses(dao, ['guardian'], 'dao')
  const grants = dao?.grants ?? []
  if (!Array.isArray(grants) || grants.length === 0) yield 'dao.grants: nobody would vote'
  for (const [at, grant] of grants.entries()) yield* addresses(grant, ['to'], `dao.grants[${at}]`)
}

/** What would only fail at the hand-over: upgrades must wait until owners can have left any spoke (exitTime of types/Config.sol). */
function* exitProblems({ chains, dao }: NetworkInput): Generator<string, void> {
  for (const [at, { terms, exit }] of chains.entries()) {
    const least = terms.maxLease + terms.grace + terms.reportAge + exit.routeTime + exit.withdrawalWindow
    if (dao.delays.upgrade < least)
      yield `dao.delays.upgrade: ${dao.delays.upgrade} s, and leaving chains[${at}] takes ${least} s`
  }
}

function* updaterProblems(updaters: UpdatersInput | undefined): Generator<string, void> {
  const accounts = updaters?.accounts
  if (updaters === undefined || !Array.isArray(accounts)) {
    yield 'updaters.accounts: missing'
    return
  }
  for (const [at, account] of accounts.entries()) {
    if (!isAddress(account, { strict: false })) yield `updaters.accounts[${at}]: not an address`
  }
  if (!Number.isInteger(updaters.quorum) || updaters.quorum < 1 || updaters.quorum > accounts.length)
    yield 'updaters.quorum: one or more, and no more than there are accounts'
}

function* addresses(of: object | undefined, names: readonly string[], path: string): Generator<string, void> {
  for (const name of names) {
    const value = (of as Readonly<Record<string, unknown>> | undefined)?.[name]
    if (typeof value !== 'string' || !isAddress(value, { strict: false }))
      yield `${path}.${name}: not an address`
  }
}
