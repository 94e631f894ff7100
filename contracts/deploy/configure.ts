import {
  type Abi,
  type Address,
  concatHex,
  encodeFunctionData,
  isAddressEqual,
  numberToHex,
  size,
  zeroAddress,
  zeroHash,
} from 'viem'
import { artifact, type ContractName } from '../artifact.ts'
import type { DeployChain } from './chain.ts'
import { addressOf, type Deployment } from './deployment.ts'
import type { ChainInput, NetworkInput } from './network.ts'
import { roleCalls } from './roles.ts'
import { firstValues, ruleCalls } from './rules.ts'
import type { GovernedCall } from './timelock.ts'

type Site = { readonly chain: DeployChain; readonly deployment: Deployment; readonly input: ChainInput }

/** Members of the enum ChangePath. */
const STEWARD_PATH = 1
const GUARDIAN_PATH = 2

/** What the Timelock of a chain has to do once everything stands: roles, links between chains, terms. */
export function configuration(
  network: NetworkInput,
  site: Site,
  all: readonly Deployment[],
): readonly GovernedCall[] {
  const { chain, deployment } = site
  return [
    // First of all: who may change values without a path of its own counts as a vote.
    ...(deployment.role === 'hub' ? [actorsCall(site)] : []),
    ...roleCalls({
      chain,
      accessManager: addressOf(deployment, 'AccessManager'),
      contracts: deployment.contracts,
      keys: network.keys,
    }),
    ...linkCalls(site, all),
    sourcesCall(network, site),
    ...(deployment.role === 'hub' ? hubCalls(network, site, all) : []),
  ]
}

/** Names the steward and the guardian to the rules, each with a path of its own. */
function actorsCall(site: Site): GovernedCall {
  const rules = addressOf(site.deployment, 'ParameterRules')
  const actors = [addressOf(site.deployment, 'RiskSteward'), addressOf(site.deployment, 'Guardian')]
  return call('ParameterRules', rules, 'setActors', actors, 'steward and guardian', async () => {
    const paths = await Promise.all(
      actors.map((actor) => read(site, 'ParameterRules', rules, 'pathOf', [actor])),
    )
    return paths[0] === STEWARD_PATH && paths[1] === GUARDIAN_PATH
  })
}

/** Gateways and the token bridge know their counterparts: the hub every spoke, a spoke the hub. */
function linkCalls(site: Site, all: readonly Deployment[]): GovernedCall[] {
  const { deployment } = site
  const others = all.filter(
    ({ chainId, role }) => chainId !== deployment.chainId && (deployment.role === 'hub' || role === 'hub'),
  )
  const calls: GovernedCall[] = []
  for (const other of others) {
    const id = BigInt(other.chainId)
    for (const { family, address } of deployment.gateways) {
      const remote = other.gateways.find((gateway) => gateway.family === family)?.address ?? zeroAddress
      calls.push(
        call(
          'LocalGateway',
          address,
          'setRemote',
          [id, remote],
          `gateway ${family} to ${other.name}`,
          async () =>
            isAddressEqual((await read(site, 'LocalGateway', address, 'remote', [id])) as Address, remote),
        ),
      )
    }
    const name = deployment.role === 'hub' ? 'HubBridge' : 'SpokeBridge'
    const bridge = addressOf(deployment, name)
    const counterpart = addressOf(other, other.role === 'hub' ? 'HubBridge' : 'SpokeBridge')
    calls.push(
      call(name, bridge, 'setLink', [id, counterpart], `bridge to ${other.name}`, async () => {
        const link = (await read(site, name, bridge, 'getLink', [chainOnly(other.chainId)])) as [
          Address,
          string,
        ]
        return link[1].toLowerCase().endsWith(counterpart.slice(2).toLowerCase())
      }),
    )
  }
  return calls
}

/** ERC-7930 name of an EVM chain without an address. */
function chainOnly(chainId: number) {
  const reference = numberToHex(chainId)
  const even = reference.length % 2 === 0 ? reference : (`0x0${reference.slice(2)}` as const)
  return concatHex(['0x00010000', numberToHex(size(even), { size: 1 }), even, '0x00'])
}

function sourcesCall(network: NetworkInput, site: Site): GovernedCall {
  const router = addressOf(site.deployment, 'OracleRouter')
  const { oracle } = site.input
  const sources = { ...oracle, sequencer: oracle.sequencer ?? zeroAddress }
  const market = network.market.id
  return call('OracleRouter', router, 'setSources', [market, sources], 'oracle sources', async () => {
    const set = (await read(site, 'OracleRouter', router, 'sourcesOf', [market]).catch(() => undefined)) as
      | { readonly pull: Address; readonly basePush: Address }
      | undefined
    return (
      set !== undefined &&
      isAddressEqual(set.pull, sources.pull) &&
      isAddressEqual(set.basePush, sources.basePush)
    )
  })
}

function hubCalls(network: NetworkInput, site: Site, all: readonly Deployment[]): GovernedCall[] {
  const { market } = network
  const parameters = addressOf(site.deployment, 'RiskParameters')
  const surface = addressOf(site.deployment, 'VolSurface')
  const risk = (
    functionName: string,
    args: readonly unknown[],
    label: string,
    done: () => Promise<boolean>,
  ) => call('RiskParameters', parameters, functionName, args, label, done)
  const answers = (functionName: string, args: readonly unknown[]) => async () => {
    try {
      await read(site, 'RiskParameters', parameters, functionName, args)
      return true
    } catch {
      // The contract refuses to speak of what it does not know.
      return false
    }
  }
  const vaults = all.map(({ chainId, name, contracts }) => {
    const funding = addressOf(site.deployment, 'Funding')
    const vault = contracts.SpokeVault ?? zeroAddress
    const args = [BigInt(chainId), vault]
    return call('Funding', funding, 'setSpokeVault', args, `vault of ${name}`, async () =>
      isAddressEqual(
        (await read(site, 'Funding', funding, 'spokeVault', [BigInt(chainId)])) as Address,
        vault,
      ),
    )
  })
  const calls = [
    ...vaults,
    ...ruleCalls(site.chain, addressOf(site.deployment, 'ParameterRules')),
    risk(
      'addMarket',
      [
        market.id,
        market.terms,
        market.oracle,
        market.settlement,
        market.thresholds,
        market.mandate,
        market.scenarios,
      ],
      `market ${market.terms.name}`,
      answers('marketOf', [market.id]),
    ),
    // They stand in contracts of their own, and are set as every number is.
    ...(['gamma', 'surface'] as const).map((family) => {
      const first = firstValues(family, market.id, market[family])
      const keeper = family === 'gamma' ? 'GammaLimit' : 'VolSurface'
      return risk('change', [first, zeroHash], `${family} of ${market.terms.name}`, async () => {
        const target = addressOf(site.deployment, keeper)
        const set = (await read(site, keeper, target, 'termsOf', [market.id])) as Readonly<
          Record<string, bigint>
        >
        return Object.entries(market[family]).every(
          ([name, value]) => BigInt(set[name] ?? 0) === BigInt(value),
        )
      })
    }),
    call(
      'VolSurface',
      surface,
      'setUpdaters',
      [network.updaters.accounts, network.updaters.quorum],
      'vol updaters',
      async () => {
        const [accounts, quorum] = (await read(site, 'VolSurface', surface, 'updaters', [])) as readonly [
          readonly Address[],
          number,
        ]
        return (
          quorum === network.updaters.quorum &&
          accounts.length === network.updaters.accounts.length &&
          network.updaters.accounts.every((account, i) => isAddressEqual(account, accounts[i] ?? zeroAddress))
        )
      },
    ),
  ]
  for (const chain of network.chains) {
    const id = BigInt(chain.id)
    const adapter = all.find(({ chainId }) => chainId === chain.id)?.contracts.UniswapV3Venue ?? zeroAddress
    const venues = chain.pools.map(({ venue, pool, clip }) => ({
      id: venue,
      adapter,
      pool,
      kind: 1,
      status: 1,
      clip,
    }))
    calls.push(
      risk('addSpoke', [id, chain.terms, chain.exit], `spoke ${chain.name}`, answers('spokeTerms', [id])),
      risk(
        'listMarket',
        [market.id, id, chain.market.band, chain.market.limits, chain.market.liquidity, venues],
        `${market.terms.name} on ${chain.name}`,
        answers('hedgeBand', [market.id, id]),
      ),
    )
  }
  return calls
}

function call(
  name: ContractName,
  target: Address,
  functionName: string,
  args: readonly unknown[],
  label: string,
  done: () => Promise<boolean>,
): GovernedCall {
  return {
    label,
    target,
    data: encodeFunctionData({ abi: artifact(name).abi as Abi, functionName, args: [...args] }),
    done,
  }
}

function read(
  { chain }: Site,
  name: ContractName,
  address: Address,
  functionName: string,
  args: readonly unknown[],
): Promise<unknown> {
  return chain.client.readContract({ address, abi: artifact(name).abi as Abi, functionName, args: [...args] })
}
