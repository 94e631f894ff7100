import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  addressesOn,
  addressOf,
  type ChainInput,
  type Deployment,
  deploy,
  type NetworkInput,
} from '@gimbal/contracts/deploy'
import type { Address } from 'viem'
import { accounts, attestersOf, council, UPDATER_QUORUM, updaters } from '../accounts.ts'
import type { LocalChain } from '../chain/local-chain.ts'
import { BASE_FEED, QUOTE_FEED } from '../market/publisher.ts'
import { createPool, deployFactory, type Pool } from '../venues/uniswap.ts'
import { DAO, REMOTE, SPOKE_DELAY } from './dao.ts'
import { deployExternals, type Externals } from './externals.ts'
import { clipOf, EXIT_TERMS, gammaTerms, marketTerms, SPOKE_TERMS, spokeMarketTerms } from './terms.ts'
import { BASE_DECIMALS, type ChainPlan, FAMILIES, MARKET, QUOTE_DECIMALS, TOPOLOGY } from './topology.ts'

/** A chain with everything on it. */
export type Site = {
  readonly chain: LocalChain
  readonly plan: ChainPlan
  readonly externals: Externals
  /** Those that are listed first. */
  readonly pools: readonly Pool[]
  readonly deployment: Deployment
}

export type LocalNetworkOptions = {
  readonly chains: readonly LocalChain[]
  readonly prices: { readonly base: number; readonly quote: number }
  readonly initialVol: number
  /** Time the chains may have reached once what stands outside Gimbal is there. */
  readonly after: number
  /** For address files and journals. */
  readonly folder: string
  readonly say: (line: string) => void
  /** Other terms than the deployment's usual ones. */
  readonly terms?: (network: NetworkInput) => NetworkInput
}

/** Seconds of sequencer uptime before anything is believed, and a little. */
const UPTIME = 900

/** Tokens, feeds and pools on every chain, then Gimbal itself through its own deployment program. */
export async function buildLocalNetwork(options: LocalNetworkOptions): Promise<readonly Site[]> {
  const { chains, prices } = options
  const outside = await Promise.all(chains.map((chain, at) => deployExternals(chain, at === 0, prices)))
  // Prices count only once the sequencer has been up for a while.
  await Promise.all(chains.map((chain) => chain.mine(options.after + UPTIME)))
  const draft = networkOf(options, outside, [])
  const pools = await Promise.all(
    chains.map(async (chain, at) => {
      const input = draft.chains[at]!
      const quote = input.tokens.quote ?? addressesOn(draft, input, accounts.deployer.address).BridgedQuote!
      return createPools(chain, TOPOLOGY[at]!, { base: input.tokens.base, quote }, prices.base / prices.quote)
    }),
  )
  const usual = networkOf(options, outside, pools)
  const network = options.terms?.(usual) ?? usual
  const folder = addressFolder(options.folder)
  // These chains are new, whatever an earlier run has left in a folder that is kept.
  rmSync(folder, { recursive: true, force: true })
  const deployments = await deploy({
    network,
    account: accounts.deployer,
    folder,
    say: options.say,
  })
  writeNetworkFile(options.folder, chains)
  return chains.map((chain, at) => ({
    chain,
    plan: TOPOLOGY[at]!,
    externals: outside[at]!,
    pools: pools[at]!,
    deployment: deployments[at]!,
  }))
}

async function createPools(
  chain: LocalChain,
  plan: ChainPlan,
  tokens: { readonly base: Address; readonly quote: Address },
  price: number,
): Promise<readonly Pool[]> {
  const owner = accounts.trader.address
  const factory = await deployFactory(chain, owner)
  const sides = { ...tokens, baseDecimals: BASE_DECIMALS, quoteDecimals: QUOTE_DECIMALS }
  const pools: Pool[] = []
  for (const pool of [...plan.pools, ...(plan.unlisted ?? [])])
    pools.push(await createPool(chain, owner, factory, sides, pool, price))
  return pools
}

/** The input of the deployment program. */
export function networkOf(
  options: Pick<LocalNetworkOptions, 'chains' | 'prices' | 'initialVol'>,
  outside: readonly Externals[],
  pools: readonly (readonly Pool[])[],
): NetworkInput {
  const price = options.prices.base / options.prices.quote
  const inputs = options.chains.map((chain, at): ChainInput => {
    const plan = TOPOLOGY[at]!
    const { base, quote, basePush, quotePush, sequencer, pull } = outside[at]!
    return {
      id: chain.id,
      name: chain.name,
      rpcUrl: chain.url,
      tokens: { base, ...(quote === undefined ? {} : { quote }) },
      oracle: { basePush, quotePush, sequencer, pull, basePullId: BASE_FEED, quotePullId: QUOTE_FEED },
      pools: (pools[at] ?? []).slice(0, plan.pools.length).map((pool, index) => ({
        // Ids are unique over all spokes, so that a venue has one name everywhere.
        venue: 10 * (at + 1) + index + 1,
        pool: pool.address,
        clip: clipOf([plan.pools[index]!], options.initialVol),
      })),
      terms: SPOKE_TERMS,
      exit: EXIT_TERMS,
      market: spokeMarketTerms(plan.pools, price, options.initialVol),
    }
  })
  return {
    chains: inputs as unknown as NetworkInput['chains'],
    market: {
      id: MARKET,
      ...marketTerms(price, options.initialVol),
      gamma: gammaTerms(
        TOPOLOGY.flatMap(({ pools: plans }) => plans),
        price,
      ),
    },
    families: FAMILIES.map((family) => ({
      family,
      attesters: attestersOf(family)
        .map(({ address }) => address)
        .toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)),
      threshold: 2,
    })),
    quorum: 2,
    updaters: { accounts: updaters.map(({ address }) => address), quorum: UPDATER_QUORUM },
    dao: DAO,
    remote: REMOTE,
    timelockDelay: SPOKE_DELAY,
    keys: {
      relayer: accounts.relayer.address,
      guardian: accounts.guardian.address,
      council: council.address,
    },
  }
}

/** Where the tools of governance find this network. */
export function networkFile(folder: string): string {
  return join(folder, 'network.json')
}

function writeNetworkFile(folder: string, chains: readonly LocalChain[]): void {
  const rpc = Object.fromEntries(chains.map(({ name, url }) => [name, url]))
  writeFileSync(
    networkFile(folder),
    `${JSON.stringify({ addresses: addressFolder(folder), rpc }, null, 2)}\n`,
  )
}

/** Where the address files of a run are. */
export function addressFolder(folder: string): string {
  return join(folder, 'addresses')
}

/** The hub's site. */
export function hubOf(sites: readonly Site[]): Site {
  const hub = sites.find(({ deployment }) => deployment.role === 'hub')
  if (hub === undefined) throw new Error('no hub among the sites')
  return hub
}

/** The contract of a name on a site. */
export function contractOf(site: Site, name: string): Address {
  return addressOf(site.deployment, name)
}
