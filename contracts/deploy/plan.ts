import { type Address, zeroAddress } from 'viem'
import type { ContractName } from '../artifact.ts'
import type { DeployChain } from './chain.ts'
import { deployPlain, deployProxied } from './contract.ts'
import { create3Address, ensureCreate3, predict } from './create3.ts'
import { deployDao } from './dao.ts'
import type { Deployment } from './deployment.ts'
import type { ChainInput, NetworkInput } from './network.ts'
import { deployRemoteExecutor, deploySpokeTimelock } from './remote.ts'
import { initOf } from './wiring.ts'

const EVERYWHERE: readonly ContractName[] = [
  'HedgeTransport',
  'OracleRouter',
  'SpokeControl',
  'SpokeVault',
  'HedgeExecutor',
]
/** Neither upgradeable nor of other chains. */
const OF_DAO: readonly ContractName[] = ['GimbalToken', 'GimbalGovernor']
const ON_HUB: readonly ContractName[] = [
  'HubBridge',
  'RemoteOutbox',
  'ParameterRules',
  'RiskParameters',
  'RiskSteward',
  'Guardian',
  'VolSurface',
  'Books',
  'Clearing',
  'Settlement',
  'MarginModel',
  'MarginEngine',
  'GammaLimit',
  'AllocationBook',
  'BodyBuilder',
  'MandateBook',
  'Funding',
]
const ON_SPOKE: readonly ContractName[] = ['BridgedQuote', 'SpokeBridge']

/** Largest step of an epoch at first; the config of a spoke governs it later. */
const FIRST_EPOCH_JUMP = 1_000n

/** Where everything of a chain is or will be. */
export function addressesOn(
  network: NetworkInput,
  chain: ChainInput,
  owner: Address,
): Readonly<Record<string, Address>> {
  const deployer = create3Address(owner)
  const names = [
    ...['AccessManager', 'Timelock', 'UniswapV3Venue'],
    ...EVERYWHERE,
    ...(isHub(network, chain) ? [...OF_DAO, ...ON_HUB] : [...ON_SPOKE, 'RemoteExecutor']),
    ...network.families.map(({ family }) => gatewayName(family)),
  ]
  return Object.fromEntries(names.map((name) => [name, predict(deployer, name)]))
}

/** Deploys what is missing of a chain and returns its addresses. */
export async function deployChain(
  network: NetworkInput,
  input: ChainInput,
  chain: DeployChain,
): Promise<Deployment> {
  const owner = chain.account.address
  const at = addressesOn(network, input, owner)
  const address = (name: string): Address => at[name] ?? zeroAddress
  const hub = isHub(network, input)
  const deployer = await ensureCreate3(chain)
  if (hub) await deployDao(chain, deployer, network.dao, address)
  else await deploySpokeTimelock(chain, deployer)
  await deployPlain(chain, deployer, 'AccessManager', [address('Timelock')])
  for (const { family, attesters, threshold } of network.families) {
    const args = [address('AccessManager'), BigInt(input.id), attesters, threshold]
    await deployPlain(chain, deployer, 'LocalGateway', args, gatewayName(family))
  }
  await deployPlain(chain, deployer, 'UniswapV3Venue', [])
  const wiring = wire(network, input, owner)
  // The quote token of a spoke stands before its bridge, which asks for it.
  for (const name of [...(hub ? [] : ON_SPOKE), ...EVERYWHERE, ...(hub ? ON_HUB : [])]) {
    await deployProxied(chain, deployer, name, [address('AccessManager'), ...initOf(name, wiring)])
  }
  if (!hub) await deployRemoteExecutor(network, input, chain, deployer, at)
  return {
    chainId: input.id,
    name: input.name,
    role: hub ? 'hub' : 'spoke',
    hubChainId: network.chains[0].id,
    startBlock: chain.journal.firstBlock() ?? 0,
    contracts: at,
    gateways: network.families.map(({ family }) => ({ family, address: address(gatewayName(family)) })),
    tokens: { base: input.tokens.base, quote: quoteToken(input, at) },
    oracle: input.oracle,
    venues: input.pools.map(({ venue, pool }) => ({ id: venue, adapter: address('UniswapV3Venue'), pool })),
    market: network.market.id,
  }
}

/** Every value that a field of an initializer may ask for, by the field's name. */
function wire(network: NetworkInput, input: ChainInput, owner: Address) {
  const at = addressesOn(network, input, owner)
  const hub = isHub(network, input)
  // The role of a contract that lives on the hub alone is nobody's on a spoke.
  const address = (name: string): Address => at[name] ?? zeroAddress
  const others = network.chains.filter(({ id }) => id !== input.id && (hub || id === network.chains[0].id))
  const bridge = address(hub ? 'HubBridge' : 'SpokeBridge')
  const hubId = BigInt(network.chains[0].id)
  return {
    chain: BigInt(input.id),
    hub: hubId,
    hubChain: hubId,
    k: network.quorum,
    gateways: network.families.map(({ family }) => ({
      gateway: address(gatewayName(family)),
      family,
      active: true,
    })),
    peerChains: others.map(({ id }) => BigInt(id)),
    peers: others.map((other) => addressesOn(network, other, owner).HedgeTransport ?? zeroAddress),
    epochJump: FIRST_EPOCH_JUMP,
    transport: address('HedgeTransport'),
    hedgeTransport: address('HedgeTransport'),
    control: address('SpokeControl'),
    spokeControl: address('SpokeControl'),
    remoteExecutor: address('RemoteExecutor'),
    configTimelock: hub ? zeroAddress : address('Timelock'),
    vault: address('SpokeVault'),
    spokeVault: address('SpokeVault'),
    executor: address('HedgeExecutor'),
    oracleRouter: address('OracleRouter'),
    oracle: address('OracleRouter'),
    market: network.market.id,
    parameterRules: address('ParameterRules'),
    riskParameters: address('RiskParameters'),
    parameters: address('RiskParameters'),
    volSurface: address('VolSurface'),
    surface: address('VolSurface'),
    books: address('Books'),
    clearing: address('Clearing'),
    settlement: address('Settlement'),
    marginEngine: address('MarginEngine'),
    model: address('MarginModel'),
    gammaLimit: address('GammaLimit'),
    riskSteward: address('RiskSteward'),
    guardian: address('Guardian'),
    stewardTerms: network.dao.steward.terms,
    stewardFloor: network.dao.steward.leastDelay,
    guardianTerms: network.dao.stops,
    mandateBook: address('MandateBook'),
    mandates: address('MandateBook'),
    allocationBook: address('AllocationBook'),
    bodyBuilder: address('BodyBuilder'),
    // Vaults send quote home to it from every chain.
    funding: addressesOn(network, network.chains[0], owner).Funding ?? zeroAddress,
    bridge,
    hubBridge: bridge,
    timelock: address('Timelock'),
    surplusTo: address('Timelock'),
    baseToken: input.tokens.base,
    quoteToken: quoteToken(input, at),
    name: 'Bridged USD Coin (Gimbal)',
    symbol: 'USDC.g',
  }
}

function quoteToken(input: ChainInput, at: Readonly<Record<string, Address>>): Address {
  return input.tokens.quote ?? at.BridgedQuote ?? zeroAddress
}

function isHub(network: NetworkInput, chain: ChainInput): boolean {
  return network.chains[0].id === chain.id
}

function gatewayName(family: number): string {
  return `LocalGateway ${family}`
}
