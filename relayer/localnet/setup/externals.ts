import { artifact, type ContractName, creationCode } from '@gimbal/contracts'
import { type Abi, type Address, encodeDeployData } from 'viem'
import { accounts } from '../accounts.ts'
import type { LocalChain } from '../chain/local-chain.ts'
import { BASE_DECIMALS, QUOTE_DECIMALS } from './topology.ts'

/** What Gimbal does not deploy but stands on: tokens, feeds, a pull oracle. */
export type Externals = {
  readonly base: Address
  /** On the hub only: elsewhere the quote is bridged. */
  readonly quote?: Address
  readonly basePush: Address
  readonly quotePush: Address
  readonly sequencer: Address
  readonly pull: Address
  readonly trader: Address
}

/** Deploys them on a chain at the first prices. */
export async function deployExternals(
  chain: LocalChain,
  isHub: boolean,
  prices: { readonly base: number; readonly quote: number },
): Promise<Externals> {
  const { reporter, trader, publisher } = accounts
  const token = (name: string, symbol: string, decimals: number) =>
    create(chain, trader.address, 'LocalToken', [name, symbol, decimals])
  const feed = (description: string, answer: bigint) =>
    create(chain, reporter.address, 'LocalPushFeed', [description, 8, answer])
  return {
    base: await token('Wrapped Ether', 'WETH', BASE_DECIMALS),
    ...(isHub ? { quote: await token('USD Coin', 'USDC', QUOTE_DECIMALS) } : {}),
    basePush: await feed('ETH / USD', toAnswer(prices.base)),
    quotePush: await feed('USDC / USD', toAnswer(prices.quote)),
    sequencer: await feed('L2 sequencer uptime', 0n),
    pull: await create(chain, trader.address, 'LocalPullOracle', [publisher.address]),
    trader: await create(chain, trader.address, 'LocalTrader', []),
  }
}

/** A price as a feed of eight decimals answers it. */
export function toAnswer(price: number): bigint {
  return BigInt(Math.round(price * 1e8))
}

async function create(
  chain: LocalChain,
  from: Address,
  name: ContractName,
  args: readonly unknown[],
): Promise<Address> {
  const abi = artifact(name).abi as Abi
  return chain.create(from, encodeDeployData({ abi, bytecode: creationCode(name), args: [...args] }))
}
